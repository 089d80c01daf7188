"""Reviews of a deal: how it stood, what changed, what each change did to the lean."""
