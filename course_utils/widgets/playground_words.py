"""The playground in words, for those who cannot see it, and for places where there is nothing to see."""
import math

NAMES = {"circle": "a disc in a ring", "xor": "xor: four quarters, two by two", "gaussians": "two clouds", "own": "own points",
         "spiral": "two arms of a spiral", "plane": "a slanted plane", "multi-gaussian": "hills and hollows"}
LABELS = {"x1": "x1", "x2": "x2", "x1^2": "x1 squared", "x2^2": "x2 squared", "x1x2": "x1 times x2", "sin1": "sin x1",
          "sin2": "sin x2"}
GUESSING = math.log(2)


def loss_text(loss):
    """Return a loss as text: three decimals, from 100 on none, and in words where it is no finite number."""
    if not math.isfinite(loss):
        return "not a number" if math.isnan(loss) else "infinite"
    return f"{loss:.3f}" if loss < 100 else f"{loss:,.0f}"


def describe(playground):
    """Return what a Playground has reached, in sentences that end with its setting."""
    state = playground.state
    said = [f"Epoch {playground.epoch:,}: training loss {loss_text(playground.training_loss)}, "
            f"test loss {loss_text(playground.test_loss)}."]
    if state.problem == "classification":
        said.append(f"Right: {playground.accuracy('training'):.0%} of the training examples, {playground.accuracy('test'):.0%} "
                    "of the test examples.")
        if playground.epoch and playground.training_loss > 1.05 * GUESSING and not playground.stopped:
            said.append(f"That is worse than guessing, which has a loss of {GUESSING:.3f}.")
    if playground.stopped:
        said.append(playground.stopped)
    return " ".join([*said, f"Setting: {state.text()}."])


def describe_network(state):
    """Return in words which network a PlaygroundState describes."""
    inputs = ", ".join(LABELS[name] for name in state.inputs)
    if not state.hidden:
        return f"No hidden layer: the output sees {inputs} directly."
    sizes = ", then ".join(str(size) for size in state.hidden)
    return f"Inputs {inputs}; hidden neurons: {sizes} ({state.activation}); one output."


def describe_picture(playground, surface):
    """Return the alternative text of the picture of a Playground: the data, what its `surface` shows of it, the numbers."""
    state = playground.state
    if state.problem == "classification":
        shown = f"The network says class A on {(surface > 0).mean():.0%} of the plane, B on the rest."
    else:
        shown = f"The predicted numbers go from {surface.min():.2f} to {surface.max():.2f}."
    return f"Data: {NAMES[state.data]}. {describe_network(state)} {shown} {describe(playground)}"
