"""The compiled half: numbers in, numbers out. numpy and numba only; never imports ``simulate``.

Public faces: :mod:`kernels.tables` (what a deal is to a kernel), :mod:`kernels.paths` (simulate a block of paths),
:mod:`kernels.rows` (what comes out for each path), :mod:`kernels.reduce` (sums in path order).
"""
