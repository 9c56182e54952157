// The product for one type of number T: included once for each, see product.c.
// All strides are in bytes, as NumPy counts them.

INLINE T AS(at)(const char *place) { return *(const T *)place; }

// NumPy's own loop for one number of the result.
INLINE void AS(one)(const char *x, const char *y, View a, View b, int depth, char *to) {
  T sum = 0;
  for (int k = 0; k < depth; k++, x += a.across, y += b.down) sum += AS(at)(x) * AS(at)(y);
  *(T *)to = sum;
}

// The same for four numbers side by side, whose sums need not wait for each other.
INLINE void AS(four)(const char *x, const char *y, View a, View b, int depth, char *to, int step) {
  T first = 0, second = 0, third = 0, fourth = 0;
  for (int k = 0; k < depth; k++, x += a.across, y += b.down) {
    T number = AS(at)(x);
    first += number * AS(at)(y);
    second += number * AS(at)(y + b.across);
    third += number * AS(at)(y + 2 * b.across);
    fourth += number * AS(at)(y + 3 * b.across);
  }
  *(T *)to = first;
  *(T *)(to + step) = second;
  *(T *)(to + 2 * step) = third;
  *(T *)(to + 3 * step) = fourth;
}

// For small products, vectors and numbers.
INLINE void AS(plain)(View a, View b, View c, int rows, int depth, int columns) {
  for (int i = 0; i < rows; i++) {
    const char *left = a.start + i * a.down;
    int j = 0;
    for (; j + 4 <= columns; j += 4)
      AS(four)(left, b.start + j * b.across, a, b, depth, c.start + i * c.down + j * c.across, c.across);
    for (; j < columns; j++)
      AS(one)(left, b.start + j * b.across, a, b, depth, c.start + i * c.down + j * c.across);
  }
}

// A strip of the left matrix: of each of its columns, HEIGHT numbers side by side.
INLINE void AS(pack_rows)(View a, int rows, int depth, T *to) {
  for (int k = 0; k < depth; k++, to += HEIGHT)
    for (int i = 0; i < HEIGHT; i++)
      to[i] = i < rows ? AS(at)(a.start + i * a.down + k * a.across) : 0;
}

// A strip of the right matrix: of each of its rows, WIDTH numbers side by side.
INLINE void AS(pack_columns)(View b, int depth, int columns, T *to) {
  int whole = columns == WIDTH && b.across == sizeof(T);
  for (int k = 0; k < depth; k++, to += WIDTH) {
    const char *row = b.start + k * b.down;
    if (whole) {
      wasm_v128_store(to, wasm_v128_load(row));
      wasm_v128_store(to + LANES, wasm_v128_load(row + 16));
    } else {
      for (int j = 0; j < WIDTH; j++)
        to[j] = j < columns ? AS(at)(row + j * b.across) : 0;
    }
  }
}

// HEIGHT times WIDTH sums stay in registers while one strip meets the other.
INLINE void AS(meet)(const T *x, const T *y, int depth, T *sums) {
  v128_t held[HEIGHT][2];
  for (int i = 0; i < HEIGHT; i++)
    for (int q = 0; q < 2; q++) held[i][q] = wasm_v128_load(sums + i * WIDTH + q * LANES);
  for (int k = 0; k < depth; k++, x += HEIGHT, y += WIDTH) {
    v128_t first = wasm_v128_load(y), second = wasm_v128_load(y + LANES);
    for (int i = 0; i < HEIGHT; i++) {
      v128_t number = SPLAT(x + i);
      held[i][0] = ADD(held[i][0], MUL(number, first));
      held[i][1] = ADD(held[i][1], MUL(number, second));
    }
  }
  for (int i = 0; i < HEIGHT; i++)
    for (int q = 0; q < 2; q++) wasm_v128_store(sums + i * WIDTH + q * LANES, held[i][q]);
}

// A tile of the result: what it was so far, more of the sum, and back.
INLINE void AS(tile)(View c, int rows, int columns, int begun, const T *x, const T *y, int depth, T *sums) {
  for (int i = 0; i < HEIGHT; i++)
    for (int j = 0; j < WIDTH; j++) {
      int goes_on = begun && i < rows && j < columns;
      sums[i * WIDTH + j] = goes_on ? AS(at)(c.start + i * c.down + j * c.across) : 0;
    }
  AS(meet)(x, y, depth, sums);
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++)
      *(T *)(c.start + i * c.down + j * c.across) = sums[i * WIDTH + j];
}

// Blocks of BLOCK by BLOCK numbers of the right matrix stay in the cache.
INLINE void AS(packed)(View a, View b, View c, int rows, int depth, int columns, T *scratch) {
  T *right = scratch, *left = right + BLOCK * BLOCK, *sums = left + HEIGHT * BLOCK;
  for (int k = 0; k < depth; k += BLOCK) {
    int deep = LEAST(depth - k, BLOCK);
    for (int j = 0; j < columns; j += BLOCK) {
      int wide = LEAST(columns - j, BLOCK);
      for (int q = 0; q < wide; q += WIDTH)
        AS(pack_columns)(view(b, k, j + q), deep, LEAST(wide - q, WIDTH), right + q * deep);
      for (int i = 0; i < rows; i += HEIGHT) {
        int high = LEAST(rows - i, HEIGHT);
        AS(pack_rows)(view(a, i, k), high, deep, left);
        for (int q = 0; q < wide; q += WIDTH)
          AS(tile)(view(c, i, j + q), high, LEAST(wide - q, WIDTH), k > 0, left, right + q * deep, deep, sums);
      }
    }
  }
}

// What NumPy calls for (n, k) @ (k, m), once for all matrices of a stack:
// sizes: how many, n, k, m; steps: three between the matrices, then two of each.
__attribute__((export_name(EXPORTED))) void AS(product)(char **arrays, const int *sizes, const int *steps, void *scratch) {
  int rows = sizes[1], depth = sizes[2], columns = sizes[3];
  int small = (long long)rows * depth * columns < SMALL || rows < 2 || columns < 2;
  for (int i = 0; i < sizes[0]; i++) {
    View a = {arrays[0] + i * steps[0], steps[3], steps[4]};
    View b = {arrays[1] + i * steps[1], steps[5], steps[6]};
    View c = {arrays[2] + i * steps[2], steps[7], steps[8]};
    if (small) AS(plain)(a, b, c, rows, depth, columns);
    else AS(packed)(a, b, c, rows, depth, columns, scratch);
  }
}
