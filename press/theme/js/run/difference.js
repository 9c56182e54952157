// Two texts, line by line: what stayed, what went, what came.
export const difference = (before, after) => {
  const [old, now] = [before.split("\n"), after.split("\n")]
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1))
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i][j] = old[i] === now[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1])
    }
  }
  const lines = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push([" ", old[i]])
      i++
      j++
    } else if (j >= now.length || i < old.length && common[i + 1][j] >= common[i][j + 1]) lines.push(["-", old[i++]])
    else lines.push(["+", now[j++]])
  }
  return lines
}
