"""The parts of the Deal page: head, panel, findings, evidence, exports."""
