/* What the page and the worker say to each other.

   page → worker
     { id, name, above, own }   run a block, own, below what it needs; tracebacks call it name

   worker → page
     loading  { bytes }         so many have come so far
     ready    { begins }        Python and NumPy can run; it began plain, from what this
                                browser had kept, or plain since that fell through: fell
     running  { id }            its program has begun
     out      { id, stream, text, picture }
                                stream: stdout, stderr; picture: what show and curves draw,
                                with its text (pictures.js); undrawn: no more is drawn;
                                cut: nothing more is shown
     done     { id, error, kind, missing, seconds, names }
                                error: a traceback, or nothing; kind: what the page has a
                                sentence for (words.js); names: what the block has set
     failed   { reason, file }  Python cannot start: wasm, file, start

   A worker that was stopped is not heard any more. */
export const TYPES = ["loading", "ready", "running", "out", "done", "failed"]
