"""How a fit was dispatched, for `explain_fit`."""

from dataclasses import dataclass, field

from keraunos.training.executables import Built


@dataclass
class Report:
    """Counts and seconds of one fit."""

    programs: list[Built] = field(default_factory=list)
    dispatches: int = 0
    steps: int = 0
    epochs: int = 0
    run_seconds: float = 0.0
    need: str | tuple[str, int] = "clock"
    causes: list[str] = field(default_factory=list)
    stepwise: str = ""
    not_finite: str = ""
    """What was not finite first, if the loss was not."""

    @property
    def compile_seconds(self) -> float:
        """Tracing and compiling, or loading from disk."""
        return sum(b.seconds for b in self.programs)

    def text(self) -> str:
        """The report as lines for people."""
        compiled, disk = (
            sum(b.compiled for b in self.programs),
            sum(b.from_disk for b in self.programs),
        )
        shared, rejected = (
            sum(b.shared for b in self.programs),
            sum(b.rejected for b in self.programs),
        )
        each = self.run_seconds / self.steps * 1e6 if self.steps else 0.0
        lines = [
            f"programs    {compiled} compiled, {disk} from the disk cache, {shared} shared with a live "
            f"model; {rejected} cache entries rejected",
            f"compile     {self.compile_seconds:.3f} s (tracing included)",
            f"run         {self.run_seconds:.3f} s for {self.steps} steps in {self.epochs} epochs, "
            f"{each:.1f} µs a step",
            f"dispatches  {self.dispatches}, split by {self._split()}",
        ]
        if self.stepwise:
            lines.append(f"stepwise    {self.stepwise}")
        if self.not_finite:
            lines.append(f"not finite  {self.not_finite}")
        return "\n".join(lines)

    def _split(self) -> str:
        if self.need == "clock":
            return "the clock only"
        need = self.need if isinstance(self.need, str) else f"every {self.need[1]} batches"
        return f"{', '.join(self.causes)} (needs: {need})"
