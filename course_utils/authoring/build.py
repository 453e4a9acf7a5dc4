"""Building notebooks from lessons, and telling whether those that are there are still in step with their lessons."""
import hashlib
import json
import os
import tempfile
from pathlib import Path

import nbformat

from course_utils import settings
from course_utils.authoring.editions import EDITIONS, FORMAT, make_notebook
from course_utils.authoring.execute import BuildError, execute
from course_utils.authoring.keeping import keep_outputs
from course_utils.authoring.lesson import AuthoringError, lesson_paths, parse_lesson, read_lesson
from course_utils.authoring.normalise import normalise, to_bytes
from course_utils.authoring.opening import LINK_ID, SETUP_ID

# These make notebooks and grade them; what a notebook shows does not depend on them (a change of form raises FORMAT).
_NOT_HASHED = ("authoring", "classroom", "cli.py")
# These only say in which module a name lives: a wrong entry is an error, never another result. So a new plot or widget leaves
# the notebooks that do not show it in step.
_TABLES = ("data/__init__.py", "figures/__init__.py", "widgets/__init__.py")
_PACKAGE = settings.PACKAGE.name
# A notebook that shows the map of the course depends on the headers of all lessons, listed under this name.
_MAP, _HEADERS = f"{_PACKAGE}/contents.py", "lessons/*: headers"
STAND_IN = "stand-in:"  # how the fingerprint of a data set begins that was put in the place of a registered one


def build_lessons(names=(), *, check=False, edition="learner", to=None, root=None, report=print):
    """Return True if every chosen lesson could be built, or with `check` is up to date; `report` is given each line.

    names: numbers ("6" or "06": the lesson and its companion) or names of files; none means those out of date.
    check: execute and write nothing, only compare hashes. edition: a name in EDITIONS. to: the folder to write into,
    root/notebooks for learners and root/build/<edition> for others where it is not given. root: the checkout.
    AuthoringError where a name or an edition is unknown, or there is no checkout.
    """
    root = _checkout(root)
    if edition not in EDITIONS:
        raise AuthoringError(f"There is no edition {edition!r}; choose one of {', '.join(sorted(EDITIONS))}.")
    folder = Path(to) if to is not None else root / ("notebooks" if edition == "learner" else f"build/{edition}")
    good = True
    # Lesson 00 shows the map of the course, read from the other notebooks: it comes last.
    for path in sorted(_chosen(list(names), lesson_paths(root)), key=lambda path: path.stem.startswith("00")):
        reason = out_of_date(path, folder / f"{path.stem}.ipynb", edition, root)
        if check:
            good = good and not reason
            report(f"{path.stem}: {'out of date, ' + reason if reason else 'up to date'}")
        elif names or reason:
            good = _try_build(path, folder, edition, root, report) and good
    if not names and to is None:
        for orphan in _orphans(root, folder):
            good = False
            report(f"{orphan.name}: no lesson of this name is in lessons/. Remove the notebook, or restore its lesson.")
    return good


def out_of_date(path, target, edition, root):
    """Return why the notebook `target` is not what the lesson `path` would give, or "" where it is. Runs nothing."""
    if not target.is_file():
        return f"{target.name} is missing"
    try:
        notebook = nbformat.read(target, as_version=4)
        facts = notebook.metadata["course"]
        listed, made_as = dict(facts["made_from"]), (facts["edition"], facts["format"])
    except Exception as error:  # a damaged notebook can fail in any way; the answer to all of them is to build it anew
        return f"{target.name} cannot be read as a built notebook ({type(error).__name__})"
    if made_as != (edition, FORMAT):
        return f"it was built as {made_as[0]} in format {made_as[1]}, now {edition} in format {FORMAT}"
    if path.relative_to(root).as_posix() not in listed:
        return f"it was made from another file than {path.name}"
    try:
        return _changed(listed, root) or _edited(notebook, make_notebook(read_lesson(path), edition))
    except AuthoringError as error:
        return f"the lesson can no longer be built: {error}"


def _changed(listed, root):
    """Return which of the things that a notebook was made from has changed since, or "" where none has."""
    headers = listed.pop(_HEADERS, None)
    for name, digest in sorted(listed.items()):
        file = _located(name, root)
        if not file.is_file():
            return f"{name} is gone"
        if digest_of(file) != digest:
            return f"{name} has changed"
    return "the map of the course has changed" if headers and headers != _digest_of_headers(root) else ""


def digest_of(path):
    """Return the first 16 hexadecimal digits of a file's SHA-256, taken with LF line ends on every system."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def made_from(lesson_path, modules, root):
    """Return {path: digest} of what a notebook came from: lesson, course_utils `modules`, the files beside them."""
    inside = {file: file.relative_to(settings.PACKAGE) for file in modules}
    hashed = [file for file, place in inside.items() if place.parts[0] not in _NOT_HASHED and place.as_posix() not in _TABLES]
    beside = [file for folder in {file.parent for file in hashed} for file in folder.iterdir()
              if file.is_file() and file.suffix not in (".py", ".pyc")
              and file.name[0] != "." and file.name[-1] != "~"]
    digests = {file.relative_to(settings.PACKAGE.parent).as_posix(): digest_of(file) for file in hashed + beside}
    digests[lesson_path.relative_to(root).as_posix()] = digest_of(lesson_path)
    if _MAP in digests:
        digests[_HEADERS] = _digest_of_headers(root)
    return dict(sorted(digests.items()))


def _digest_of_headers(root):
    """Return a digest of what the map of the course shows of every lesson of the checkout `root`."""
    headers = [(path.stem, parse_lesson(path)[0].header.model_dump(include={"title", "part", "minutes"}))
               for path in lesson_paths(root)]
    return hashlib.sha256(json.dumps(headers).encode()).hexdigest()[:16]


def _try_build(path, folder, edition, root, report):
    try:
        changed = build_lesson(path, folder, edition, root)
    except AuthoringError as error:
        report(str(error))
        return False
    report(f"{path.stem}: {'built' if changed else 'built, unchanged'}")
    return True


def build_lesson(path, folder, edition, root):
    """Return whether building a lesson changed its notebook in `folder`; AuthoringError where it cannot be built.

    Outputs that differ from the stored ones in nothing but what is not compared are left as they are stored.
    """
    lesson = read_lesson(path)
    target = folder / f"{lesson.stem}.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    notebook = make_notebook(lesson, edition)
    used = execute(notebook, folder, target.name)
    if folder.resolve() == root / "notebooks":
        _refuse_stand_ins(used.data, target.name)
    notebook.metadata["course"].update(made_from=made_from(lesson.path, used.modules, root), data_loaded=used.data)
    normalise(notebook, target.name)
    keep_outputs(notebook, target)
    stored = to_bytes(notebook, target.name)
    if target.is_file() and target.read_bytes() == stored:
        return False
    _write(target, stored)
    return True


def _refuse_stand_ins(data, name):
    """Raise BuildError if a notebook for learners was made with the stand-in of a data set: its numbers would be others."""
    replaced = [data_set for data_set, content in sorted(data.items()) if content.startswith(STAND_IN)]
    if replaced:
        raise BuildError(f"{name}: was made with the stand-in of {', '.join(replaced)}, and notebooks for learners are stored "
                         "with the numbers of the real data. Set COURSE_DATA_DIR to a folder that has them, or run "
                         f"`course fetch {' '.join(replaced)}`, and build again; with --to FOLDER it is built as it is.")


def _write(target, stored):
    """Replace the file `target` in one step, so that an interrupted build leaves the old notebook or the new one."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".building-", delete=False) as file:
        file.write(stored)
    try:
        # A temporary file is private; the notebook is as readable as a file made the usual way.
        os.chmod(file.name, target.stat().st_mode & 0o777 if target.exists() else 0o644)
        os.replace(file.name, target)
    except OSError as error:
        os.unlink(file.name)
        raise BuildError(f"{target}: cannot be written ({error}). Close it elsewhere, or use another folder.") from None


def _checkout(root):
    root = Path(root).resolve() if root is not None else settings.checkout()
    if root is None or not (root / "lessons").is_dir():
        raise AuthoringError(f"Lessons are built in a checkout of the course, and there is no folder lessons/ "
                             f"{'beside the installed package' if root is None else f'in {root}'}. "
                             "Clone the repository, and run the command with its environment.")
    return root


def _chosen(names, paths):
    if not names:
        return paths
    chosen = set()
    for name in names:
        stem = Path(name).name.removesuffix(".py").removesuffix(".ipynb")
        found = [path for path in paths if path.stem == stem or (stem.isdecimal() and int(path.stem[:2]) == int(stem))]
        if not found:
            known = ", ".join(path.stem for path in paths) or "none yet"
            raise AuthoringError(f"There is no lesson {name!r}; there are {known}. Give a number or one of them.")
        chosen.update(found)
    return sorted(chosen)


def _located(name, root):
    # The helpers are hashed where they are imported from, wherever the lessons lie.
    return settings.PACKAGE.parent / name if name.startswith(f"{_PACKAGE}/") else root / name


def _edited(notebook, expected):
    """Return which cell of a stored notebook was edited by hand, or "" where all are as built."""
    stored = [(cell.get("id"), cell.cell_type, cell.source) for cell in notebook.cells]
    built = [(cell.id, cell.cell_type, cell.source) for cell in expected.cells]
    if stored == built:
        return ""
    first = next((old for old, new in zip(stored, built, strict=False) if old != new), None)
    if first and first[0] in (LINK_ID, SETUP_ID):
        return "its cells for Colab are not those of the course's address today"
    return f"its cell {first[0]} was edited by hand; edits belong in the lesson" if first else "it has other cells"


def _orphans(root, folder):
    lessons = {path.stem for path in lesson_paths(root)}
    return [path for path in sorted(folder.glob("*.ipynb")) if path.stem not in lessons]
