"""The course's own engine for neural networks, on NumPy alone: automatic differentiation, layers, losses, optimizers.

    x, y = load("moons").x, load("moons").y.reshape(-1, 1)
    random = np.random.default_rng(0)
    model = nn.Sequential([nn.Dense(2, 16, "tanh", random=random), nn.Dense(16, 1, random=random)])
    optimizer = nn.Adam(model.parameters, learning_rate=0.01)
    for _ in range(200):
        loss = nn.binary_cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()

Lesson 07 builds it. To be read in one sitting, in this order: graph (the way back), tensor, arithmetic, shapes, functions,
losses, layers, optimizers.
"""
from course_utils.nn.debugging import debug
from course_utils.nn.drawing import graph_nodes, plot_tensors
from course_utils.nn.functions import (
    ACTIVATIONS,
    absolute,
    arctan,
    binary_step,
    elu,
    exp,
    gelu,
    identity,
    leaky_relu,
    log,
    prelu,
    relu,
    sigmoid,
    softmax,
    softplus,
    swish,
    tanh,
)
from course_utils.nn.layers import INITIALISATIONS, Dense, Sequential
from course_utils.nn.losses import (
    binary_cross_entropy,
    hinge,
    huber,
    kl_divergence,
    l1_penalty,
    l2_penalty,
    mean_absolute_error,
    mean_squared_error,
    mean_squared_log_error,
    softmax_cross_entropy,
)
from course_utils.nn.optimizers import OPTIMIZERS, SGD, Adadelta, Adagrad, Adam, Momentum, Nesterov, Optimizer, RMSProp
from course_utils.nn.shapes import concatenate, where
from course_utils.nn.tensor import Tensor

__all__ = [
    "ACTIVATIONS", "INITIALISATIONS", "OPTIMIZERS", "Adadelta", "Adagrad", "Adam", "Dense", "Momentum", "Nesterov",
    "Optimizer", "RMSProp", "SGD", "Sequential", "Tensor", "absolute", "arctan", "binary_cross_entropy", "binary_step",
    "concatenate", "debug", "elu", "exp", "gelu", "graph_nodes", "hinge", "huber", "identity", "kl_divergence", "l1_penalty",
    "l2_penalty", "leaky_relu", "log", "mean_absolute_error", "mean_squared_error", "mean_squared_log_error", "plot_tensors",
    "prelu", "relu", "sigmoid", "softmax", "softmax_cross_entropy", "softplus", "swish", "tanh", "where",
]
