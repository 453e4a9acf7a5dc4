"""Which names a piece of code binds and reads, and in which scope.

The library's symtable answers the same questions, but from Python 3.12 on it counts the variables of a comprehension as
those of the code around it, and a notebook has to be judged alike on every version.
"""
import ast
from dataclasses import dataclass, field

_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")


@dataclass
class Scope:
    """One scope: kind is module, class, function, lambda or comprehension; names bound and read in it, scopes in it."""

    kind: str
    name: str = ""
    parameters: tuple[str, ...] = ()
    bound: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)  # declared global or nonlocal
    children: list["Scope"] = field(default_factory=list)

    def free(self):
        """Return the names that this scope, or one inside it, reads from around it."""
        from_inside = set().union(*(child.free() for child in self.children))
        if self.kind == "class":  # its methods do not see what it binds
            return (self.read - self.bound) | from_inside
        return (self.read | from_inside) - self.bound

    def within(self):
        """Yield this scope and all inside it."""
        yield self
        for child in self.children:
            yield from child.within()


def scope_of(*nodes):
    """Return the module Scope of ast nodes: a module, or statements and expressions that stand in one."""
    builder = _Builder()
    for node in nodes:
        builder.visit(node)
    return builder.scope


def bound_names(source):
    """Return the names that a code cell binds in the notebook: assigned, imported, defined, looped over."""
    return scope_of(ast.parse(source)).bound


def read_names(source):
    """Return the notebook names that a code cell may read, in its functions too, before it has bound them itself."""
    reads, bound = set(), set()
    for statement in ast.parse(source).body:
        for part in _parts(statement):
            scope = scope_of(*part)
            here = scope.read.union(*(child.free() for child in scope.children))
            if isinstance(part[0], (ast.FunctionDef, ast.ClassDef)):
                here.discard(part[0].name)  # a function that calls itself
            reads |= here - bound
            bound |= scope.bound
    return reads


def _parts(node):
    """Yield lists of nodes in the order in which they run: the head of a statement, then the parts of its blocks."""
    blocks = [getattr(node, name) for name in _BLOCKS if hasattr(node, name)]
    if not blocks or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield [node]
        return
    head = [child for child in ast.iter_child_nodes(node) if not any(child in block for block in blocks)]
    if isinstance(node, ast.ExceptHandler) and node.name:
        head.append(ast.Name(node.name, ast.Store()))
    if head:
        yield head
    for block in blocks:
        for child in block:
            yield from _parts(child)


class _Builder(ast.NodeVisitor):
    def __init__(self):
        self.scope = Scope("module")

    def visit_Name(self, node):
        (self.scope.read if isinstance(node.ctx, ast.Load) else self.scope.bound).add(node.id)

    def visit_AugAssign(self, node):
        if isinstance(node.target, ast.Name):
            self.scope.read.add(node.target.id)
        self.generic_visit(node)

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        # Inside a comprehension it binds a name of the code around; here it is enough that it is bound at all.
        self.scope.bound.add(node.target.id)

    def visit_alias(self, node):
        self.scope.bound.add((node.asname or node.name).split(".")[0])

    def visit_ExceptHandler(self, node):
        if node.name:
            self.scope.bound.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node):
        if node.name:
            self.scope.bound.add(node.name)
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_Global(self, node):
        self.scope.elsewhere.update(node.names)

    visit_Nonlocal = visit_Global

    def visit_FunctionDef(self, node):
        self.scope.bound.add(node.name)
        outside = [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
        self._enter("function", node.name, node.args, outside, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self._enter("lambda", "lambda", node.args, [node.args], [node.body])

    def visit_ClassDef(self, node):
        self.scope.bound.add(node.name)
        self._enter("class", node.name, None, [*node.decorator_list, *node.bases, *node.keywords], node.body)

    def visit_ListComp(self, node):
        first, *others = node.generators
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._enter("comprehension", "", None, [first.iter], [first.target, *first.ifs, *others, *results])

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def _enter(self, kind, name, arguments, outside, inside):
        """Read the nodes `outside` (defaults, bases, annotations) here, and those `inside` in a scope of their own."""
        for node in outside:
            self.visit(node)
        names = [node.arg for node in ast.walk(arguments) if isinstance(node, ast.arg)] if arguments else []
        around, self.scope = self.scope, Scope(kind, name, tuple(names), set(names))
        around.children.append(self.scope)
        for node in inside:
            self.visit(node)
        self.scope.bound -= self.scope.elsewhere
        self.scope.read |= self.scope.elsewhere
        self.scope = around
