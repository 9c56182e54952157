// Every sentence of Run, in the language of the page.
const zh = document.documentElement.lang.startsWith("zh")
const either = (chinese, english) => zh ? chinese : english
const megabytes = (bytes) => (bytes / 1e6).toFixed(1)

export const words = {
  run: either("运行", "Run"),
  stop: either("停止", "Stop"),
  loading: (bytes, whole) => either(
    `正在下载 Python：${megabytes(bytes)} / ${megabytes(whole)} MB，只需这一次`,
    `Fetching Python: ${megabytes(bytes)} of ${megabytes(whole)} MB, this once`,
  ),
  starting: either("正在启动 Python…", "Starting Python…"),
  running: either("正在运行…", "Running…"),
  stopped: either("已停止。", "Stopped."),
  other: either("运行了另一段，所以这一段停下了。", "Stopped, since you ran another block."),
  earlier: either("下面是上一个版本的输出。", "Below is what an earlier version printed."),
  took: (seconds) => {
    const told = seconds < 0.1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`
    return either(`用时 ${told}`, `took ${told}`)
  },
  output: either("这一次的输出", "Output of this run"),
  wrong: either("程序出错停下了。", "It ended with an error."),
  unwarned: either(
    "浏览器里的 NumPy 不给浮点警告，所以少了那几行。",
    "NumPy in the browser gives no warnings about numbers: their lines are missing.",
  ),
  nothing: either("没有打印任何东西。", "It printed nothing."),
  same: either("和页面上的输出一样", "the same as on the page"),
  within: either("在页面注明的误差之内", "within the page's tolerance"),
  different: (count) => either(
    `有 ${count} 行和页面上不同，已标出`,
    count === 1 ? "1 line differs from the page; it is marked" : `${count} lines differ from the page; they are marked`,
  ),
  fewer: either("比页面上的输出短", "shorter than on the page"),
  yours: either("这是改过的程序", "this is your version"),
  cut: either("输出太长，后面的不再显示。", "The output is long: the rest is not shown."),
  undrawn: either("前 20 张图画出来了，后面的只有文字。", "The first 20 pictures are drawn; those after them are text alone."),
  names: (count) => either(`这一段的变量：${count} 个`, count === 1 ? "1 name of this block" : `${count} names of this block`),
  edit: either("修改", "Edit"),
  editor: (id) => either(`${id} 的代码`, `The code of ${id}`),
  above: either("它用到的前文，也可以改", "What it needs from above, yours to change, too"),
  undo: either("退一步", "Undo"),
  reset: either("恢复原样", "Reset"),
  changes: either("改了哪里", "What changed"),
  share: either("复制链接", "Copy link"),
  shared: either("链接已复制：打开它的人会在编辑框里看到你的版本。", "Link copied: whoever opens it finds your version in an editor."),
  older: either("这一段在网页上已经更新，你保存的是根据旧版本改的。", "This block has changed on the page since: your version was made of an older one."),
  unkept: either("浏览器不让保存：离开本页，改动就没有了。", "This browser keeps nothing: your changes are gone when you leave the page."),
  unchanged: either("和页面上一样，没有改动。", "Nothing has changed."),
  anew: either("恢复成起始代码？你写的可以用“退一步”找回。", "Go back to the starter? Undo brings yours back."),
  solved: either("做对了。", "Solved."),
  apart: either("另一个标签页也改了这一段；这里还是你在这一页写的。", "Another tab has changed this block, too; here is what you wrote in this one."),
  unsolved: either("还不对。上面说了差在哪里。", "Not yet. What is printed above says where it differs."),
  untouched: either("结果和起始代码一样。", "This is what the starter prints."),
  unasked: (line) => either(`最后一行 ${line} 不见了，没法判。`, `The last line, ${line}, is missing: nothing is judged.`),
  after: either("都对，不过检查之后又打印了别的。去掉它，再检查一次。", "All right, but something else was printed after the check. Take it out and check again."),
  unkept_solved: either("做对了。浏览器不让保存，所以不会记住。", "Solved. This browser keeps nothing, so it will not be remembered."),
  looks: either("结果和这个常见错误一样：", "This is what a common mistake prints: "),
  hint: either("提示", "Hint"),
  more: either("再给提示", "Next hint"),
  solution: either("看答案", "Solution"),
  mine: either("你自己的版本还在，按“退一步”就回来。", "Your own version is still there: press Undo."),
  torn: either("链接不完整，里面的版本读不出来。", "The link is not complete: the version in it cannot be read."),
  copied: either("你的版本已复制", "Your version is copied"),
  given: either("链接里带来的是别人改过的版本。先读一遍，再运行。", "This is somebody's version, brought by the link. Read it before you run it."),
  failed: {
    wasm: () => either(
      "这个浏览器不允许 WebAssembly，所以不能在这里运行。可以复制程序，在自己的 Python 里运行。",
      "This browser does not allow WebAssembly, so nothing can run here. Copy the program and run it in a Python of your own.",
    ),
    file: (name) => either(
      `取不到 ${name}。可能没有网络，或者网站不完整；页面的其他部分照常可用。`,
      `${name} did not come. There may be no network, or the site is not complete; all else on the page works.`,
    ),
    worker: (told) => either(
      `这个浏览器太旧，或者不允许在后台运行程序。${told}`,
      `This browser is too old for it, or allows no worker. ${told}`,
    ),
    silent: () => either(
      "两分钟没有动静，Python 没能启动。再按一次“运行”可以重试。",
      "Nothing came for two minutes: Python has not started. Press Run to try again.",
    ),
    start: (told) => either(`Python 没能启动：${told}`, `Python did not start: ${told}`),
  },
  kinds: {
    exit: () => either("程序自己退出了（SystemExit）。", "The program has ended itself (SystemExit)."),
    memory: () => either("浏览器里的内存不够。换小一点的数组，或者用笔记本。", "Not enough memory in the browser. Take smaller arrays, or the notebook."),
    recursion: () => either("函数一层层调用自己，太深了（RecursionError）。", "A function called itself too many times (RecursionError)."),
    missing: (name) => either(
      `浏览器里没有 ${name}。页首的笔记本在自己的电脑上可以用它。`,
      `${name} is not here in the browser. The notebook at the top of the page can use it on your computer.`,
    ),
    thread: () => either("浏览器里的 Python 开不了线程。", "Python in the browser cannot start a thread."),
    process: () => either("浏览器里的 Python 开不了别的进程。", "Python in the browser cannot start another process."),
    input: () => either("这里没有键盘输入：input() 用不了，把值直接写进代码。", "There is no keyboard here: write the value into the code in place of input()."),
    dead: () => either("Python 自己停了；下一次运行会重新启动它。", "Python itself has stopped; the next run starts it again."),
  },
}
