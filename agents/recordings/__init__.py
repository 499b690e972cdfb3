"""From a recording that was brought to its graded transcript: one job with visible stages."""
