"""What is said of a loss whose latest value is back where it was, or nearly."""

from metrics.outcome.goal import Goal
from metrics.outcome.state import State


def on_its_way_back(goal: Goal) -> str:
    """Choose the Swedish sentence about a loss that is back once, or nearly; else nothing."""
    back, nearly = _SAID[goal.verdict.state]
    if _is_back_once(goal):
        return back
    return nearly if nearly_back(goal) else ""


def cell_on_its_way_back(goal: Goal) -> str:
    """Choose how the cell of a loss ends that is back once, or nearly; else nothing."""
    if goal.verdict.state not in _SAID or goal.form == "class":
        return ""
    if _is_back_once(goal):
        return "{now}; tillbaka en gång"
    return "{now}; nästan tillbaka" if nearly_back(goal) else ""


def nearly_back(goal: Goal) -> bool:
    """Whether the latest value is worse than the level asked, but by less than what matters."""
    return goal.gap is not None and goal.mid is not None and goal.gap < goal.mid


def _is_back_once(goal: Goal) -> bool:
    """Whether the latest value of what is lost is back: it has to be so twice."""
    below = goal.verdict.state is State.BELOW_BASELINE
    level = goal.baseline_value if below else goal.level
    return goal.verdict.value is not None and level is not None and goal.gap is None


_SAID = {
    State.RELAPSE: (
        "{subject} nådde målet och föll ifrån det. Den senaste mätningen är vid målet, men en "
        "till måste bekräfta det.",
        "{subject} nådde målet och föll ifrån det. I den senaste mätningen skiljer det mindre "
        "än vad som spelar roll, men värdet är inte helt tillbaka.",
    ),
    State.BELOW_BASELINE: (
        "{subject} har varit sämre än utgångsläget. Den senaste mätningen är inte det, men en "
        "till måste bekräfta det.",
        "{subject} har varit sämre än utgångsläget. I den senaste mätningen skiljer det mindre "
        "än vad som spelar roll, men värdet är inte helt tillbaka.",
    ),
}
