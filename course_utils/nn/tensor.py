"""Tensors: arrays that remember what they were computed from, so that gradients can be found. Built in lesson 07."""
import numpy as np

from course_utils.nn.debugging import refuse_nan
from course_utils.nn.graph import Parent, fingerprint, run_backward


class Tensor:
    """An array of float64 with a gradient.

    `value` is a copy of the array, number or list given, of any shape. `gradient` is None until a result that depends on
    this tensor calls `backward()`; then it is an array of the same shape: by how much the result moves for a small move of
    each number. `name` is for drawings and messages. Plain arrays and numbers may stand wherever a tensor may; they are
    constants and get no gradient. TypeError for a value that is not numbers.
    """

    __slots__ = ("value", "gradient", "name", "operation", "parents", "operands", "freed", "__weakref__")

    def __init__(self, value, name=""):
        self.value = as_numbers(value).copy()
        self.gradient, self.name = None, name
        self.operation, self.parents, self.operands, self.freed = "", (), (), False

    @property
    def shape(self):
        """The shape of the value, a tuple."""
        return self.value.shape

    @property
    def T(self):
        """The tensor with its axes in reverse order."""
        return shapes.transpose(self)

    def backward(self, retain=False):
        """Return nothing; set the gradients of all tensors that this one number was computed from; see `run_backward`."""
        run_backward(self, retain)

    def free(self):
        """Return nothing; forget what this tensor was computed from, and its gradient."""
        self.parents, self.operands, self.gradient, self.freed = (), (), None, True

    def __repr__(self):
        called = f" {self.name!r}" if self.name else ""
        made = f" of {self.operation}" if self.operation else ""
        return f"Tensor{called}{made}({np.array2string(self.value, precision=4, threshold=20, edgeitems=2)})"

    def __len__(self):
        return len(self.value)

    def __float__(self):
        return float(self.value)

    def __bool__(self):
        raise TypeError(f"{self!r} is neither true nor false; compare its numbers, tensor.value, instead.")

    def __setitem__(self, index, value):
        raise TypeError("The numbers of a tensor cannot be replaced one by one, since no gradient could follow. Make a new one "
                        "with nn.where(condition, new, tensor), or change tensor.value before anything is computed from it.")

    def __getitem__(self, index):
        return shapes.take(self, index)

    def __array_ufunc__(self, function, method, *operands, **options):
        """Return array + tensor and its like, which NumPy hands over to us; TypeError for np.exp(tensor) and its like."""
        if method == "__call__" and hasattr(arithmetic, function.__name__) and not options:
            return getattr(arithmetic, function.__name__)(*operands)
        raise TypeError(f"np.{function.__name__} works on arrays, and would lose the gradient of a tensor. Use what nn has, "
                        "such as nn.exp and nn.tanh; or tensor.value for the numbers alone.")

    def __add__(self, other):
        return arithmetic.add(self, other)

    def __radd__(self, other):
        return arithmetic.add(other, self)

    def __sub__(self, other):
        return arithmetic.subtract(self, other)

    def __rsub__(self, other):
        return arithmetic.subtract(other, self)

    def __mul__(self, other):
        return arithmetic.multiply(self, other)

    def __rmul__(self, other):
        return arithmetic.multiply(other, self)

    def __truediv__(self, other):
        return arithmetic.divide(self, other)

    def __rtruediv__(self, other):
        return arithmetic.divide(other, self)

    def __neg__(self):
        return arithmetic.multiply(self, -1.0)

    def __pow__(self, exponent):
        return arithmetic.power(self, exponent)

    def __rpow__(self, base):
        return arithmetic.power(base, self)

    def __matmul__(self, other):
        return arithmetic.matmul(self, other)

    def __rmatmul__(self, other):
        return arithmetic.matmul(other, self)

    def sum(self, axis=None, keepdims=False):
        """Return the sum over `axis`, a number or a tuple of numbers; over everything where it is None."""
        return shapes.total(self, axis, keepdims)

    def mean(self, axis=None, keepdims=False):
        """Return the mean over `axis`, a number or a tuple of numbers; over everything where it is None."""
        return shapes.mean(self, axis, keepdims)

    def max(self, axis=None, keepdims=False):
        """Return the largest number along `axis`; of everything where it is None."""
        return shapes.largest(self, axis, keepdims)

    def reshape(self, *shape):
        """Return the same numbers in another shape; one of its sizes may be -1, which is worked out."""
        return shapes.reshape(self, shape[0] if len(shape) == 1 and isinstance(shape[0], tuple | list) else shape)

    def transpose(self, *axes):
        """Return the tensor with its axes in the order given, or reversed where none is given."""
        return shapes.transpose(self, axes or None)


def as_numbers(value):
    """Return `value`, an array, number or list, as an array of float64; TypeError for what holds no numbers."""
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise TypeError(f"its numbers are of type {array.dtype}")
        return array.astype(float, copy=False)
    except (TypeError, ValueError) as error:
        raise TypeError(f"A tensor is made of an array of real numbers, a number or a list of numbers of equal lengths; this "
                        f"is {str(value)[:60]!r}, a {type(value).__name__}: {error}.") from None


def value_of(operand):
    """Return the array of a Tensor, or of a constant: an array, number or list of numbers."""
    return operand.value if isinstance(operand, Tensor) else as_numbers(operand)


def record(operation, value, *operands):
    """Return the Tensor `value` that `operation` computed, with the way back to its operands.

    Each operand comes as (operand, rule, arrays that the rule needs), see `Parent`. Constants among them are passed by on the
    way back: only tensors have gradients.
    """
    result = Tensor.__new__(Tensor)
    result.value = np.asarray(value)
    result.gradient, result.name, result.operation, result.freed = None, "", operation, False
    result.operands = tuple(operand for operand, _, _ in operands)
    result.parents = tuple(Parent(operand, rule, tuple((array, fingerprint(array)) for array in needs))
                           for operand, rule, needs in operands if isinstance(operand, Tensor))
    refuse_nan(operation, result.value, *map(value_of, result.operands))
    return result


# Last, because these modules need what stands above: the operators of a tensor and its operations know each other.
from course_utils.nn import arithmetic, shapes  # noqa: E402
