"""Speed: of the kernels, their parts, a vectorised-NumPy version of the same job, and of starting up."""
