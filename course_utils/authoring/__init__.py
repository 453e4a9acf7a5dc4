"""From lesson sources to notebooks: reading, editions, execution, house style. For authors; no lesson imports it."""
from course_utils.authoring.build import build_lessons
from course_utils.authoring.editions import make_notebook
from course_utils.authoring.execute import BuildError
from course_utils.authoring.lesson import AuthoringError, Lesson, LessonError, lesson_paths, read_lesson

__all__ = ["AuthoringError", "BuildError", "Lesson", "LessonError", "build_lessons", "lesson_paths",
           "make_notebook", "read_lesson"]
