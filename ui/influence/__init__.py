"""The Influence page: a bare network in, ranking, reasons and drawing out."""
