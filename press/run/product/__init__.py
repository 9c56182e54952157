"""The matrix product of the browser: its C, and product.wasm, which is made of it.

python -m press.run.product makes it again; it needs `pip install ziglang==0.17.1`.
"""
