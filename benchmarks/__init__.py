"""Speed: of the kernels, of their parts, of a vectorised-NumPy version of the same job, and of starting up."""
