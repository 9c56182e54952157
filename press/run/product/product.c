// The matrix product behind @ in the browser, where NumPy has no BLAS.
//
// Four rows meet two vectors of columns at a time. Every sum is taken in the order
// of NumPy's own loop, one product after the other, so that all results are the
// same bits: only independent sums stand side by side in a vector.
#include <wasm_simd128.h>

#define HEIGHT 4   // rows of a tile
#define BLOCK 256  // rows and columns that are packed at once
#define SMALL 512  // products below it are not worth packing
#define LEAST(x, y) ((x) < (y) ? (x) : (y))
#define WIDTH (2 * LANES)
#define INLINE static inline __attribute__((always_inline))  // the module has no stack

typedef struct {
  char *start;
  int down, across;  // bytes from row to row, from column to column
} View;

INLINE View view(View m, int row, int column) {
  return (View){m.start + row * m.down + column * m.across, m.down, m.across};
}

#define T double
#define LANES 2
#define AS(name) double_##name
#define EXPORTED "double_product"
#define SPLAT wasm_v128_load64_splat
#define MUL wasm_f64x2_mul
#define ADD wasm_f64x2_add
#include "product.h"
#undef T
#undef LANES
#undef AS
#undef EXPORTED
#undef SPLAT
#undef MUL
#undef ADD

#define T float
#define LANES 4
#define AS(name) float_##name
#define EXPORTED "float_product"
#define SPLAT wasm_v128_load32_splat
#define MUL wasm_f32x4_mul
#define ADD wasm_f32x4_add
#include "product.h"
