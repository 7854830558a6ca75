"""How a process of the suite runs: settings, logs, metrics, traces, tokens, health."""
