"""The seven optimizers of lesson 05, for the parameters of a network.

Each keeps a memory for each parameter and turns a gradient into a change. With the defaults of Keras 3 and its places for
epsilon, so that the paths are the same.
"""
import math

import numpy as np

EPSILON = 1e-7  # keeps a division by a root away from zero


class Optimizer:
    """What all optimizers share: `step()` moves every parameter by the change that its gradient and its memory give.

    parameters: Tensors; learning_rate: a number that may be changed between two steps. A subclass says how a memory begins,
    `start(value)`, and how it turns a gradient into a change, `change(gradient, memory)`.
    """

    def __init__(self, parameters, learning_rate):
        self.parameters, self.learning_rate = list(parameters), learning_rate
        self.memories = [self.start(parameter.value) for parameter in self.parameters]

    def step(self):
        """Return nothing; give every parameter its next value. RuntimeError where one has no gradient."""
        for parameter in self.parameters:
            if parameter.gradient is None:
                raise RuntimeError(f"The parameter {parameter!r} has no gradient. Call loss.backward() before step(); if you "
                                   "did, this parameter has no part in the loss.")
        for parameter, memory in zip(self.parameters, self.memories):
            parameter.value = parameter.value + self.change(parameter.gradient, memory)

    def start(self, value):
        """Return the memory of a parameter before its first step; plain descent needs none."""
        return {}

    def change(self, gradient, memory):
        """Return what is added to a parameter; `memory` is brought up to date."""
        raise NotImplementedError


class SGD(Optimizer):
    """Plain gradient descent: minus the learning rate times the gradient."""

    def change(self, gradient, memory):
        """Return what is added to a parameter."""
        return -self.learning_rate * gradient


class Momentum(Optimizer):
    """Descent with a velocity, of which the share `momentum` is kept at each step (Polyak 1964)."""

    def __init__(self, parameters, learning_rate, momentum=0.9):
        self.momentum = momentum
        super().__init__(parameters, learning_rate)

    def start(self, value):
        """Return a velocity of zero."""
        return {"velocity": np.zeros_like(value)}

    def change(self, gradient, memory):
        """Return what is added to a parameter: the new velocity."""
        memory["velocity"] = self.momentum * memory["velocity"] - self.learning_rate * gradient
        return memory["velocity"]


class Nesterov(Momentum):
    """Momentum that looks one step ahead (Nesterov 1983, in the form of Sutskever et al. 2013)."""

    def change(self, gradient, memory):
        """Return what is added to a parameter."""
        return self.momentum * super().change(gradient, memory) - self.learning_rate * gradient


class Adagrad(Optimizer):
    """Descent divided by the root of the sum of all squared gradients so far, which begins at 0.1 (Duchi et al. 2011)."""

    def start(self, value):
        """Return the sum of squares before the first step."""
        return {"total": np.full_like(value, 0.1)}

    def change(self, gradient, memory):
        """Return what is added to a parameter."""
        memory["total"] = memory["total"] + gradient ** 2
        return -self.learning_rate * gradient / np.sqrt(memory["total"] + EPSILON)


class RMSProp(Optimizer):
    """Descent divided by the root of a running mean of squared gradients (Hinton 2012)."""

    def __init__(self, parameters, learning_rate, rho=0.9):
        self.rho = rho
        super().__init__(parameters, learning_rate)

    def start(self, value):
        """Return a running mean of zero."""
        return {"square": np.zeros_like(value)}

    def change(self, gradient, memory):
        """Return what is added to a parameter."""
        memory["square"] = self.rho * memory["square"] + (1 - self.rho) * gradient ** 2
        return -self.learning_rate * gradient / np.sqrt(memory["square"] + EPSILON)


class Adadelta(RMSProp):
    """Steps as long as the root mean square of earlier steps; its own learning rate is 1 in the paper (Zeiler 2012)."""

    def __init__(self, parameters, learning_rate=1.0, rho=0.95):
        super().__init__(parameters, learning_rate, rho)

    def start(self, value):
        """Return two running means of zero: of squared gradients and of squared steps."""
        return {"square": np.zeros_like(value), "moved": np.zeros_like(value)}

    def change(self, gradient, memory):
        """Return what is added to a parameter."""
        memory["square"] = self.rho * memory["square"] + (1 - self.rho) * gradient ** 2
        change = -gradient * np.sqrt(memory["moved"] + EPSILON) / np.sqrt(memory["square"] + EPSILON)
        memory["moved"] = self.rho * memory["moved"] + (1 - self.rho) * change ** 2
        return self.learning_rate * change


class Adam(Optimizer):
    """Running means of the gradient and of its square, both corrected for their start at zero (Kingma and Ba 2015).

    The corrections are folded into the learning rate, as the paper's section 2 suggests and Keras does. Against the form of
    lesson 05 this makes EPSILON a little larger in the first steps.
    """

    def __init__(self, parameters, learning_rate=0.001, beta_1=0.9, beta_2=0.999):
        self.beta_1, self.beta_2 = beta_1, beta_2
        super().__init__(parameters, learning_rate)

    def start(self, value):
        """Return two running means of zero, and a count of steps."""
        return {"mean": np.zeros_like(value), "square": np.zeros_like(value), "steps": 0}

    def change(self, gradient, memory):
        """Return what is added to a parameter."""
        memory["steps"] += 1
        memory["mean"] = self.beta_1 * memory["mean"] + (1 - self.beta_1) * gradient
        memory["square"] = self.beta_2 * memory["square"] + (1 - self.beta_2) * gradient ** 2
        correction = math.sqrt(1 - self.beta_2 ** memory["steps"]) / (1 - self.beta_1 ** memory["steps"])
        return -self.learning_rate * correction * memory["mean"] / (np.sqrt(memory["square"]) + EPSILON)


OPTIMIZERS = {"SGD": SGD, "momentum": Momentum, "Nesterov": Nesterov, "Adagrad": Adagrad, "Adadelta": Adadelta,
              "RMSProp": RMSProp, "Adam": Adam}
