"""The grader: what is decided about an answer, and the arithmetic both brains share."""

from agents.grading.arithmetic import band, score
from agents.grading.better import better_sentence
from agents.grading.communication import communication
from agents.grading.gates import Gated
from agents.grading.instructions import Stripped, strip_instructions
from agents.grading.judge import ENGINE, RUBRIC, gate, judge, judge_task
from agents.grading.quotes import verify
from agents.grading.split import key_points_from_reference
from agents.grading.task import Task

__all__ = [
    "ENGINE", "RUBRIC", "Gated", "Stripped", "Task", "band", "better_sentence", "communication", "gate", "judge", "judge_task",
    "key_points_from_reference", "score", "strip_instructions", "verify",
]
