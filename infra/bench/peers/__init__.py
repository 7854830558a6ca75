"""The same two calls, built plainly. They run in the environment of requirements.lock and import nothing of the suite."""
