"""`course run`: executing notebooks at a chosen size and with chosen parameters, and measuring what comes of it."""
from course_utils.running.command import run
from course_utils.running.lessons import RunError

__all__ = ["RunError", "run"]
