// The search of the site, in its worker. It answers the messages of the theme with
// MiniSearch: SETUP brings the index, and gets READY; QUERY brings what was typed,
// and gets RESULT: the sections found, a group for each page, best first.
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3
const LIBRARY = "../vendor/minisearch/minisearch.js"

// What a section has to do with a query decides; its score only among equals.
const NAMED = 6 // the query is the name of a term that is at home here
const DEFINED = 5 // or of a term that is defined here, and at home elsewhere
const SPELLED = 4 // the query is nothing but names of terms at home on this page
const TITLED = 3 // the title, with that of the page, has all words
const WRITTEN = 2.5 // the query is the name of a function that is written here
const PART = 2 // the query is a part of such a name
const SOME = 1 // there are some of the words

const WEIGHTS = { title: 6, names: 4, tags: 3, text: 1, words: 0.7 }
const ASIDE = /#(exercise|references)/
const PIECES = /\p{sc=Han}+|(?:(?!\p{sc=Han})[\p{L}\p{M}\p{N}])+/gu
const HAN = /\p{sc=Han}/u
const STOP = new Set((
  "a an and are as at be by can do does for from how i in into is it its my of " +
  "on or that the this to was what when where which why with you 的 是 了 和 与 在"
).split(" "))
// One spelling for all: the singular, and the American one.
const SPELLINGS = [
  [/×/g, "x"],
  [/(?<=...)ies$/, "y"],
  [/(?<=ss|x|ch|sh|bias)es$/, ""],
  [/^matrices$/, "matrix"],
  [/(?<=..[^suia])s$/, ""],
  [/(?<=...)is(?=(e[drs]?|ing|ation)$)/, "iz"],
  [/(?<=..)our(?=(al|ed|ing)?$)/, "or"],
  [/(?<=l)l(?=(ed|er|ing)$)/, ""],
  [/(?<=t)re(?=d?$)/, "er"],
  [/(?<=..)ys(?=e[dr]?$)/, "yz"],
]

const site = {} // what SETUP has made of the index

// A function that remembers what it has answered.
function remembered(make) {
  const known = new Map()
  return (word) => known.get(word) ?? known.set(word, make(word)).get(word)
}

const pieces = (text) => text.replaceAll("×", "x").match(PIECES) ?? []
const plain = remembered((word) => SPELLINGS.reduce(
  (made, [from, to]) => made.replace(from, to),
  word.replace(/(?<=\p{Lu})s$/u, "").toLowerCase(), // GPUs
))
// A whole name as one word, however it is spelled and set apart.
const key = (name) => pieces(name).map(plain).join("")

function setUp({ config: { rests, terms, common }, docs }) {
  const pages = new Map()
  site.docs = docs
  for (const [id, doc] of docs.entries()) {
    const path = doc.location.split("#")[0]
    if (!pages.has(path)) pages.set(path, doc)
    doc.page = pages.get(path)
    Object.assign(doc, { id, words: [], names: [], keys: [], entries: [] })
    doc.aside = ASIDE.test(doc.location) || doc.page.boost < 1
  }
  spread(rests)
  site.common = new Set(common.map(plain))
  site.names = terms.flatMap(({ names }) => names)
  site.chinese = chineseWords(docs)
  for (const { home, entry, names } of terms) {
    docs[home].names.push(...names)
    docs[entry].entries.push(...names.map(key))
  }
  site.homes = new Map()
  for (const doc of docs) {
    doc.titled = words(doc.title)
    doc.keys = doc.names.map(key)
    doc.written = (doc.functions ?? []).map(key)
    doc.heading = key(doc.title)
    for (const name of doc.keys) site.homes.set(name, [...site.homes.get(name) ?? [], doc])
  }
  site.known = new Set()
  site.index = new MiniSearch({
    fields: Object.keys(WEIGHTS),
    extractField: (doc, field) => Array.isArray(doc[field]) ? doc[field].join(" ") : doc[field],
    tokenize: (text) => words(text).map((word) => site.known.add(word) && word),
    processTerm: (word) => word,
    searchOptions: { boost: WEIGHTS, tokenize: (query) => query.split(" ") },
  })
  site.index.addAll(docs)
}

// The words that the index gives once, with the steps from one section that has
// them to the next, go to their sections.
function spread(rests) {
  for (const [word, steps] of Object.entries(rests)) {
    let at = 0
    for (const step of steps.split(" ")) site.docs[at += +step].words.push(word)
  }
}

// All Chinese words of the site: the build has set them apart.
function chineseWords(docs) {
  const texts = docs.flatMap(({ title, text, words }) => [title, text, ...words])
  return new Set([...texts, ...site.names].flatMap(pieces).filter((word) => HAN.test(word)))
}

// The words of a text; a Chinese one with those inside it.
function words(text) {
  return pieces(text).flatMap((word) =>
    HAN.test(word) ? [word, ...inside(word)] : [plain(word)])
}

const inside = remembered((word) => {
  const found = []
  for (let start = 0; start < word.length - 1; start++)
    for (let end = start + 2; end <= word.length; end++) {
      const part = word.slice(start, end)
      if (part !== word && site.chinese.has(part)) found.push(part)
    }
  return found
})

// A Chinese run as the fewest words of the site; a letter of none counts double.
function segments(run) {
  const best = [{ cost: 0, cut: [] }]
  for (let end = 1; end <= run.length; end++) {
    best[end] = { cost: Infinity }
    for (let start = 0; start < end; start++) {
      const word = run.slice(start, end)
      const known = site.chinese.has(word)
      const cost = best[start].cost + (known ? 1 : 2)
      if ((known || end - start === 1) && cost < best[end].cost)
        best[end] = { cost, cut: [...best[start].cut, word] }
    }
  }
  return best[run.length].cut
}

// The words of a query, as typed and as the index has them.
function asked(query) {
  const cut = pieces(query).flatMap((run) => HAN.test(run) ? segments(run) : [run])
  const all = cut.map((typed, n) =>
    ({ typed, word: plain(typed), last: n === cut.length - 1 }))
  // a word that the site does not know may be the beginning of one
  for (const one of all) one.open = one.last && one.word.length > 1 && !site.known.has(one.word)
  const telling = all.filter(({ word }) => !STOP.has(word))
  return telling.length ? telling : all
}

// Whether a word of a section is the one asked for, or begins with it at the end.
const same = (found, { word, open }) => found === word || (open && found.startsWith(word))

// Whether a query is a part of a name: its beginning, or anything of a Chinese one.
function part(name, whole) {
  return HAN.test(whole)
    ? whole.length > 1 && name.includes(whole)
    : whole.length > 2 && name.startsWith(whole)
}

// Which words of a query belong to names of terms, by the section that is their
// home: the numbers of the words.
function named(query) {
  const found = new Map()
  for (let start = 0; start < query.length; start++)
    for (let end = start + 1; end <= query.length; end++) {
      const name = query.slice(start, end).map(({ word }) => word).join("")
      for (const doc of site.homes.get(name) ?? []) {
        const covered = found.get(doc) ?? found.set(doc, new Set()).get(doc)
        for (let at = start; at < end; at++) covered.add(at)
      }
    }
  return found
}

// How much of a title was asked for, if it has all words with that of the page.
function titled(doc, query) {
  const has = (section) => (asked) => section.titled.some((title) => same(title, asked)) ||
    (HAN.test(asked.word) && section.heading.includes(asked.word))
  const own = query.filter(has(doc)).length
  const all = query.every((asked) => has(doc)(asked) || has(doc.page)(asked))
  return all ? Math.min(1, own / pieces(doc.title).length) : 0
}

// What a section has to do with a query, and how much.
function judged({ doc, hit, covered, spelled, query, whole }) {
  const has = new Set(hit?.queryTerms)
  const share = covered.size / query.length
  const title = titled(doc, query)
  // the most common words are wherever one looks: the index leaves them out
  const held = query.filter(({ word }) => has.has(word) || site.common.has(word))
  const score = (hit?.score ?? 0) * (held.length / query.length) ** 2 *
    (1 + 3 * share) * (1 + title) * (doc.aside ? 0.3 : 1)
  const rank =
    doc.keys.includes(whole) ? NAMED
    : doc.entries.includes(whole) ? DEFINED
    : spelled && share ? SPELLED
    : title && !doc.aside ? TITLED
    : doc.written.includes(whole) ? WRITTEN
    : [...doc.keys, ...doc.written].some((name) => part(name, whole)) ? PART
    : SOME
  return { doc, has, rank, score }
}

// The sections that have any of the words, or the query as a name.
function matches(query, whole, loosely) {
  const options = {
    prefix: (word, n, all) => n === all.length - 1 && word.length > 1,
    fuzzy: (word) => loosely && word.length > 4 && !HAN.test(word) ? 0.2 : false,
  }
  const typed = query.map(({ word }) => word).join(" ")
  const hits = new Map(site.index.search(typed, options).map((hit) => [hit.id, hit]))
  const names = named(query)
  const ofPage = new Map()
  for (const [doc, covered] of names)
    ofPage.set(doc.page, new Set([...ofPage.get(doc.page) ?? [], ...covered]))
  return site.docs.map((doc) => judged({
    doc, query, whole,
    hit: hits.get(doc.id),
    covered: names.get(doc) ?? new Set(),
    spelled: ofPage.get(doc.page)?.size === query.length,
  })).filter(({ rank, has }) => rank > SOME || has.size)
}

const before = (one, other) =>
  other.rank - one.rank || one.doc.aside - other.doc.aside || other.score - one.score

// The matches by page, the best section and the best page first.
function groups(found, query) {
  const pages = Map.groupBy ? Map.groupBy(found, ({ doc }) => doc.page) : grouped(found)
  return [...pages.values()].map((group) => {
    group.sort(before)
    const has = new Set(group.flatMap(({ has }) => [...has]))
    const sum = group.slice(0, 5).reduce((sum, { score }, n) => sum + score / 2 ** n, 0)
    return { group, rank: group[0].rank, score: sum * (has.size / query.length) ** 2, doc: group[0].doc }
  }).sort(before).map(({ group }) => group)
}

function grouped(found) {
  const pages = new Map()
  for (const match of found) pages.set(match.doc.page, [...pages.get(match.doc.page) ?? [], match])
  return pages
}

// A page of the list. The theme shows the page itself, unfolds the sections with
// the score of the first, and goes to the highest of all scores on Enter.
function item(group, query, marked, place) {
  const [{ doc: { page }, rank: best }] = group
  if (!group.some(({ doc }) => doc === page))
    group = [...group, { doc: page, rank: SOME, score: 0, has: new Set() }]
  const top = 1000 - place
  return group.map(({ doc, rank, has }, n) => ({
    location: doc.location,
    title: marked(doc.title),
    text: marked(doc.text),
    score: n === 0 || (rank === best && rank >= TITLED && n < 3 && doc !== page) ? top : top - 0.5,
    terms: terms(query, has, rank),
  }))
}

// Which words a section has: those that it lacks are shown, unless it is what
// the query names.
function terms(query, has, rank) {
  const found = query.map(({ typed, word }) => [typed, has.has(word)])
  return Object.fromEntries(found.filter(([, there]) => there || rank < PART))
}

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }

// What makes a text ready for the list: the words of the query are marked.
function marker(query) {
  const wanted = remembered((piece) => {
    const word = plain(piece)
    return query.some((asked) =>
      same(word, asked) || (HAN.test(asked.word) && asked.word.length > 1 && word.includes(asked.word)))
  })
  return (text) => text
    .replace(/[&<>]/g, (sign) => `\0${sign}\0`)
    .replace(PIECES, (piece) => wanted(piece) ? `<mark data-md-highlight>${piece}</mark>` : piece)
    .replace(/\0(.)\0/g, (_, sign) => ESCAPED[sign])
    .replaceAll("\u200b", "")
}

// How the word that is being typed ends in the shortest name that begins so.
function suggestion(typed) {
  const begin = typed.toLowerCase().trimStart()
  const fits = site.names.map((name) => name.toLowerCase())
    .filter((name) => name.startsWith(begin) && name !== begin)
  const [name] = fits.sort((one, other) => one.length - other.length)
  return begin && name ? [name.split(/[\s-]+/)[begin.split(/[\s-]+/).length - 1]] : []
}

function search(typed) {
  const query = asked(typed), whole = key(typed)
  if (!query.length) return { items: [] }
  let found = matches(query, whole, false)
  if (!found.some(({ rank }) => rank > SOME)) found = matches(query, whole, true)
  const marked = marker(query)
  const items = groups(found, query).map((group, place) => item(group, query, marked, place))
  return { items, suggest: suggestion(typed) }
}

async function answer({ type, data }) {
  if (type === QUERY) return { type: RESULT, data: search(data) }
  await importScripts(LIBRARY) // in a frame it takes its time
  setUp(data)
  return { type: READY }
}
