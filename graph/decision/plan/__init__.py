"""Plans for one deal: routes, contacts, the least that must change, the committee, the stages."""
