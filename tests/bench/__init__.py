"""Speed as ratios beside a peer in the same run. Never asserted: machines differ; a ratio is read by a person."""
