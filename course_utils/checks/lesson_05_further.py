"""Exercises of the companion of lesson 05: flat places, RMSProp, weights to start from."""
import numpy as np

from course_utils.checks import call, exercise, mistake, script
from course_utils.checks.answers_05 import he_weights
from course_utils.checks.answers_05_further import (
    CorrectedRMSProp,
    RMSProp,
    SmoothedRMSProp,
    classify,
    classify_by_determinant,
    classify_by_ends,
    classify_with,
    classify_without_minus,
    measure_layer,
    rmsprop_with,
    take_steps,
    weigh,
)
from course_utils.checks.lesson_05_reasons import accept_kind, accept_steps, accept_weights

_TURNED = np.array([[25.75, -42.868], [-42.868, 75.25]])

exercise(
    "5.8", right=classify, further=True, accept=accept_kind,
    probes=[call(np.diag([1.0, 20.0])), call(np.diag([1.0, -1.0])), call(np.diag([-2.0, -3.0])), call(np.diag([2.0, 0.0])),
            call(_TURNED), call(np.array([[1.0, 3.0], [3.0, 1.0]])), call(np.array([[-1.0, 3.0], [3.0, -1.0]])),
            call(np.diag([4.0, 0.0, -1.0])), call(np.diag([-4.0, 0.0])), call(np.zeros((2, 2))),
            call(np.diag([1e-12, 5.0])), call(np.array([[-2.0, 0.5], [0.5, -1.0]])), call(np.ones((2, 2))),
            call(np.diag([-1e-12, 5.0])), call(np.diag([-5.0, -1e-12])), call(np.diag([-5.0, 1e-12])),
            call(np.diag([5e-9, 5.0])), call(np.diag([-5.0, -5e-9])), call(np.diag([5e-9, -5.0])),
            call(np.diag([3.0, 2.0, -1.0]))],
    random_probes=lambda random: [call((lambda half: (half + half.T) / 2 + 0.5 * np.eye(3))(random.normal(size=(3, 3))))
                                  for _ in range(4)],
    also_right=[classify_with(lambda hessian: np.sort(np.real(np.linalg.eigvals(hessian)))),
                lambda hessian: np.array(classify(hessian))],
    mistakes=[
        mistake("You look at the diagonal of the Hessian. In a valley that lies at an angle the curvatures are other numbers: "
                "its eigenvalues.", classify_with(np.diag)),
        mistake("You look at the entries of the Hessian. Its curvatures are its eigenvalues: np.linalg.eigvalsh.",
                classify_with(np.ravel)),
        mistake("Minimum and maximum are exchanged: in a minimum the surface bends upwards, with positive curvatures.",
                classify_with(lambda hessian: -np.linalg.eigvalsh(hessian))),
        mistake("A curvature of 0 leaves the question open: with 2 and 0 you cannot tell. It counts neither as positive nor as "
                "negative.", classify_with(zero=lambda low, high: "minimum" if low >= -1e-9 else "maximum")),
        mistake("One positive curvature is enough for you to call the place a minimum, and one negative one a maximum. All of "
                "them have to be.", classify_with(zero=lambda low, high: "minimum" if high > 1e-9 else "maximum" if low < -1e-9
                                                  else "open")),
        mistake("A single curvature of 0 does not open the question where both signs occur: up in one direction and down in "
                "another is a saddle, whatever the rest.", classify_with(strict=True)),
        mistake("Rounding makes 0.000000000001 of a zero. What lies between -1e-9 and 1e-9 counts as zero here.",
                classify_with(tolerance=0.0)),
        mistake("Both signs occur for you where one of them is rounding: -0.000000000001 is no negative curvature. A saddle "
                "needs one below -1e-9 and one above 1e-9.", classify_with(saddle=0.0)),
        mistake("For a maximum all curvatures must be below -1e-9; being below 0 is not enough.", classify_with(maximum=0.0)),
        mistake("For a minimum all curvatures must be above 1e-9; being above 0 is not enough.", classify_with(minimum=0.0)),
        mistake("Your tolerance is larger than 1e-9. (10e-9 is 1e-8, and np.isclose takes 1e-8 unless told.)",
                classify_with(tolerance=1e-8)),
        mistake("Is the tolerance written as 10^-9? In Python `^` is not a power, and gives -3 here. Write 1e-9.",
                classify_with(tolerance=-3)),
        mistake("Every place is open to you. Is the tolerance 1e9, a billion? A billionth is 1e-9.",
                classify_with(tolerance=1e9)),
        mistake("The lower bound has lost its minus sign: negative means below -1e-9, and 1e-9 is above 0.",
                classify_without_minus),
        mistake("np.linalg.eigvals does not sort the curvatures, so the first need not be the smallest. Take "
                "np.linalg.eigvalsh, or ask for the smallest and the largest.", classify_by_ends),
        mistake("Your curvatures have lost their signs, as singular values and absolute values do. Take np.linalg.eigvalsh.",
                classify_with(lambda hessian: np.linalg.svd(hessian)[1])),
        mistake("You look at the first two curvatures only. There are as many as parameters; the last one is [-1].",
                classify_with(lambda hessian: np.linalg.eigvalsh(hessian)[:2])),
        mistake("You look at the smallest curvature only. If it is negative, the place may still be a saddle: the "
                "largest decides.",
                lambda hessian: (lambda low: "minimum" if low > 1e-9 else "maximum" if low < -1e-9 else "open")(
                    np.linalg.eigvalsh(hessian).min())),
        mistake("A negative curvature alone does not make a saddle: if all are negative, it is a maximum. The largest decides.",
                lambda hessian: (lambda low: "minimum" if low > 1e-9 else "saddle" if low < -1e-9 else "open")(
                    np.linalg.eigvalsh(hessian).min())),
        mistake("You look at the largest curvature only. If it is positive, the place may still be a saddle: the "
                "smallest decides.",
                lambda hessian: (lambda high: "minimum" if high > 1e-9 else "maximum" if high < -1e-9 else "open")(
                    np.linalg.eigvalsh(hessian).max())),
        mistake("The determinant is the product of all curvatures: two negative ones make it positive, so it cannot tell a "
                "maximum from a minimum.", classify_by_determinant(lambda hessian: 1, 1e-9)),
        mistake("The determinant decides for two parameters only. Look at each curvature: np.linalg.eigvalsh.",
                classify_by_determinant(lambda hessian: hessian[0, 0], 1e-9)),
        mistake("The determinant decides for two parameters only, and its sign cannot see a curvature that is zero but for "
                "rounding. Look at each curvature: np.linalg.eigvalsh.",
                classify_by_determinant(lambda hessian: hessian[0, 0], 0.0)),
        mistake("The sum of the curvatures does not show their signs: 4 and -1 add up to 3. Look at each of them.",
                lambda hessian: (lambda total: "open" if abs(total) < 1e-9 else "minimum" if total > 0 else "maximum")(
                    np.trace(hessian))),
        mistake("A place that is no minimum and no maximum is called a saddle by you also where a curvature is 0. There it is "
                "open.", classify_with(zero=lambda low, high: "saddle")),
    ],
)

_SAYS = "two optimizers, one of two and one of three parameters, take five steps each with given gradients"
_EACH = "Each parameter has a running mean of its own: `gradient ** 2` is an array."

exercise(
    "5.9", right=RMSProp, points=2, further=True, accept=accept_steps,
    probes=[script(take_steps(0.1), says=_SAYS + ", learning rate 0.1"),
            script(take_steps(0.02, 0.5, 0.01), says=_SAYS + ", learning rate 0.02, rho 0.5, epsilon 0.01")],
    also_right=[rmsprop_with(square=lambda me, g, theta: me.square + (1 - me.rho) * (g * g - me.square)),
                rmsprop_with(below=lambda me, mean: (mean + me.epsilon) ** 0.5)],
    mistakes=[
        mistake("Epsilon stands outside of the root. Here it is inside: the root of the sum.",
                rmsprop_with(below=lambda me, mean: np.sqrt(mean) + me.epsilon)),
        mistake("A bracket is missing: `/ np.sqrt(self.square) + self.epsilon` divides first and adds epsilon to the place. "
                "Epsilon belongs inside the root.",
                rmsprop_with(below=lambda me, mean: np.sqrt(mean),
                             move=lambda me, theta, quotient: theta - me.learning_rate * quotient + me.epsilon)),
        mistake("Epsilon is fixed at 1e-7. Use `self.epsilon`.", rmsprop_with(below=lambda me, mean: np.sqrt(mean + 1e-7))),
        mistake("Epsilon is stored in the running mean, and gets added again at every step. Add it below the root only.",
                rmsprop_with(square=lambda me, g, theta: weigh(me, g ** 2) + me.epsilon,
                             below=lambda me, mean: np.sqrt(mean))),
        mistake("Epsilon is added twice: once to the running mean, once below the root.",
                rmsprop_with(square=lambda me, g, theta: weigh(me, g ** 2) + me.epsilon)),
        mistake("The root is stored in `self.square`. Store the running mean of the squares, and take the root where you "
                "divide.",
                rmsprop_with(square=lambda me, g, theta: np.sqrt(weigh(me, g ** 2) + me.epsilon), below=lambda me, mean: mean)),
        mistake("The root is stored in `self.square`, and epsilon is added outside. Store the running mean of the squares; "
                "take the root of both together where you divide.",
                rmsprop_with(square=lambda me, g, theta: np.sqrt(weigh(me, g ** 2)), below=lambda me, mean: mean + me.epsilon)),
        mistake("The root is missing: divide by the root of the running mean, or the units do not fit.",
                rmsprop_with(below=lambda me, mean: mean + me.epsilon)),
        mistake("The square of the gradient is missing in the running mean. It gets negative, and has no root.",
                rmsprop_with(square=lambda me, g, theta: weigh(me, g))),
        mistake("`gradient * 2` is twice the gradient, which can be negative and has no root then. The square is "
                "`gradient ** 2`.",
                rmsprop_with(square=lambda me, g, theta: weigh(me, g * 2))),
        mistake("The running mean is that of the size of the gradient. It should be that of its square.",
                rmsprop_with(square=lambda me, g, theta: weigh(me, abs(g)))),
        mistake("The running mean is that of `theta ** 2`. It should be that of the gradient's square.",
                rmsprop_with(square=lambda me, g, theta: weigh(me, theta ** 2))),
        mistake("The squares of all parameters are added up. " + _EACH,
                rmsprop_with(square=lambda me, g, theta: weigh(me, np.sum(g ** 2)))),
        mistake("The mean runs over all parameters. " + _EACH,
                rmsprop_with(square=lambda me, g, theta: weigh(me, np.mean(g ** 2)))),
        mistake("You add up all squares: that is Adagrad. RMSProp forgets: the old mean is multiplied by rho.",
                rmsprop_with(square=lambda me, g, theta: me.square + g ** 2)),
        mistake("The new square comes in with its full weight. It has the weight 1 - rho.",
                rmsprop_with(square=lambda me, g, theta: me.rho * me.square + g ** 2)),
        mistake("The weights are exchanged: rho belongs to what is remembered, 1 - rho to what is new.",
                rmsprop_with(square=lambda me, g, theta: (1 - me.rho) * me.square + me.rho * g ** 2)),
        mistake("The running mean is not stored, so each step sees its own gradient only. Assign it to `self.square`.",
                rmsprop_with(keep=False)),
        mistake("You divide by the old running mean. Update it first, then divide by the new one.", rmsprop_with(old=True)),
        mistake("The sign is turned: this climbs.",
                rmsprop_with(move=lambda me, theta, quotient: theta + me.learning_rate * quotient)),
        mistake("The step comes back, not the place after it. Add the step to `theta`.",
                rmsprop_with(move=lambda me, theta, quotient: -me.learning_rate * quotient)),
        mistake("The step comes back, not the place after it. Subtract it from `theta`.",
                rmsprop_with(move=lambda me, theta, quotient: me.learning_rate * quotient)),
        mistake("Epsilon is missing. A gradient of zero would make 0 / 0.", rmsprop_with(below=lambda me, mean: np.sqrt(mean))),
        mistake("The learning rate is missing: the step is the whole quotient.",
                rmsprop_with(move=lambda me, theta, quotient: theta - quotient)),
        mistake("The learning rate is fixed at 0.001. Use `self.learning_rate`.",
                rmsprop_with(move=lambda me, theta, quotient: theta - 0.001 * quotient)),
        mistake("rho is fixed at 0.9. Use `self.rho`.",
                rmsprop_with(square=lambda me, g, theta: 0.9 * me.square + 0.1 * g ** 2)),
        mistake("A bracket is missing: `1 - self.rho * gradient ** 2` multiplies first. Write "
                "`(1 - self.rho) * gradient ** 2`.",
                rmsprop_with(square=lambda me, g, theta: me.rho * me.square + 1 - me.rho * g ** 2)),
        mistake("A correction as in Adam does not belong here: RMSProp uses the running mean as it is.", CorrectedRMSProp),
        mistake("The gradient is replaced by a running mean of it, as in Adam. RMSProp divides the gradient itself.",
                SmoothedRMSProp),
    ],
)


def _normal(rule):
    return lambda inputs, outputs, random: random.normal(0, rule(inputs, outputs), (inputs, outputs))


exercise(
    "5.10", right=he_weights, further=True, accept=accept_weights,
    probes=[script(measure_layer(*shape), says=f"a matrix of {shape[0]} inputs and {shape[1]} outputs is made")
            for shape in ((400, 100), (50, 800), (2, 10000))],
    also_right=[lambda n, m, random: random.normal(size=(n, m)) * np.sqrt(2 / n),
                lambda n, m, random: random.uniform(-np.sqrt(6 / n), np.sqrt(6 / n), (n, m)),
                lambda n, m, random: random.standard_normal((n, m), dtype="float32") * (2 / n) ** 0.5],
    mistakes=[
        mistake("The spread is the root of the variance: you took 2 / n itself as the spread.", _normal(lambda n, m: 2 / n)),
        mistake("This is Glorot's rule, 2 / (n + m). He's takes the inputs alone.", _normal(lambda n, m: np.sqrt(2 / (n + m)))),
        mistake("The 2 is missing: the variance is 1 / n. ReLU sets half of the sums to zero; the 2 makes up for that.",
                _normal(lambda n, m: np.sqrt(1 / n))),
        mistake("n is the number of inputs; you divided by the number of outputs. A neuron adds up as many products as it has "
                "inputs.", _normal(lambda n, m: np.sqrt(2 / m))),
        mistake("Rows and columns are exchanged: the shape is (inputs, outputs).",
                lambda n, m, random: random.normal(0, np.sqrt(2 / n), (m, n))),
        mistake("The numbers lie in a single row. Hand over the shape as a pair: (inputs, outputs), not their product.",
                lambda n, m, random: random.normal(0, np.sqrt(2 / n), n * m)),
        mistake("`random.normal` takes three arguments. Put the shape in brackets of its own: (inputs, outputs).",
                lambda n, m, random: random.normal(0, np.sqrt(2 / n), n, m)),
        mistake("The arguments stand in another order: `random.normal` takes the mean, the spread, the shape.",
                lambda n, m, random: random.normal((n, m), 0, np.sqrt(2 / n))),
        mistake("The spread is 1 whatever the number of inputs.", _normal(lambda n, m: 1.0)),
        mistake("The spread is 0.5 whatever the number of inputs. That is the one for 8 inputs.", _normal(lambda n, m: 0.5)),
        mistake("The bracket of the root ends too early: the root of 2, divided by n. Take the root of 2 / n.",
                _normal(lambda n, m: np.sqrt(2) / n)),
        mistake("The root of n / 2 is turned over: the more inputs, the smaller the weights.",
                _normal(lambda n, m: np.sqrt(n / 2))),
        mistake("You multiply by n. The more inputs there are, the smaller the weights: divide.",
                _normal(lambda n, m: np.sqrt(2 * n))),
        mistake("`2 / inputs + outputs` divides first and adds the outputs then. He's rule has no outputs at all.",
                _normal(lambda n, m: np.sqrt(2 / n + m))),
        mistake("`//` leaves whole numbers only: 2 // 400 is 0. Divide with `/`.", _normal(lambda n, m: np.sqrt(2 // n))),
        mistake("The root is taken twice. The spread is the root of the variance, once.",
                _normal(lambda n, m: (2 / n) ** 0.25)),
        mistake("The variance is squared. The spread is its root, not its square.", _normal(lambda n, m: (2 / n) ** 2)),
        mistake("The spread divides by the root of n only: 2 over the root of n. The root belongs to the whole quotient.",
                _normal(lambda n, m: 2 / np.sqrt(n))),
        mistake("One input too many: the variance is 2 / n, not 2 / (n + 1).", _normal(lambda n, m: np.sqrt(2 / (n + 1)))),
        mistake("The size of the layer is fixed. Use the argument `inputs`.", _normal(lambda n, m: np.sqrt(2 / 256))),
        mistake("The size of the layer is fixed at 256. Use the arguments `inputs` and `outputs`.",
                lambda n, m, random: random.normal(0, np.sqrt(2 / 256), (256, 256))),
        mistake("Numbers spread evenly between -a and a have the variance a squared over 3, so this is a third of what it "
                "should be. Use random.normal, or another a.", lambda n, m, random: random.uniform(
                    -np.sqrt(2 / n), np.sqrt(2 / n), (n, m))),
        mistake("np.random.normal does not follow the argument `random`, and nobody could repeat your run. Use random.normal.",
                lambda n, m, random: np.random.normal(0, np.sqrt(2 / n), (n, m))),
        mistake("Mean and spread are exchanged: every weight is the same number. The mean comes first, and it is 0.",
                lambda n, m, random: random.normal(np.sqrt(2 / n), 0, (n, m))),
        mistake("The mean is not 0: the first argument of `random.normal` is the mean, the second the spread.",
                lambda n, m, random: random.normal(np.sqrt(2 / n), 1, (n, m))),
        mistake("The numbers are all above zero, so their mean is not 0. `random.normal` draws around a mean.",
                lambda n, m, random: random.random((n, m)) * np.sqrt(2 / n)),
        mistake("These weights are the same for every generator. Draw them from the argument `random`.",
                lambda n, m, random: np.random.default_rng(0).normal(0, np.sqrt(2 / n), (n, m))),
    ],
)
