// Small tools of every page: making elements, asking the server, saying numbers. Nothing here knows what is shown.

/** Makes an element. Attributes that begin with "on" are handlers; children are elements or text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/** Makes an element of SVG. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Asks the server; what is wrong comes as an error with the one line of the command line. */
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Error('edge studio does not answer; start it again and open the address that it prints', { cause: error });
  }
  if (!response.ok) {
    const answer = await response.json().catch(() => ({ error: `error ${response.status}` }));
    throw new Error(answer.error);
  }
  return response;
}

/** Asks for JSON. */
export const read = async path => (await ask(path)).json();

/** Sends JSON and reads the answer. */
export async function send(path, value = {}) {
  const response = await ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) });
  return response.json();
}

/** Shows the line of an error, or takes it away. */
export function showFault(error) {
  const place = document.getElementById('fault');
  place.textContent = error ? error.message ?? `${error}` : '';
  place.hidden = !error;
  if (error) {
    place.scrollIntoView({ block: 'nearest' });
  }
}

/** Runs work of a page and shows what goes wrong. */
export async function guard(work) {
  try {
    showFault(null);
    return await work();
  } catch (error) {
    if (error.name !== 'AbortError') {
      showFault(error);
    }
    return undefined;
  }
}

/** Runs work that nobody asked for: what the server tells. It leaves the line of an error that somebody reads alone. */
export async function follow(work) {
  try {
    await work();
  } catch (error) {
    showFault(error);
  }
}

/** Tells those who cannot see. */
export function announce(text) {
  document.getElementById('news').textContent = text;
}

/** Three digits that count. */
export function number(value) {
  const size = Math.abs(value);
  if (size === 0) {
    return '0';
  }
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4);
}

/** Bytes. */
export const bytes = value => value >= 10240 ? `${number(value / 1024)} KB` : `${value} bytes`;

/** Multiply-accumulates. */
export const macs = value => value >= 1e6 ? `${number(value / 1e6)} M` : value >= 1e3 ? `${number(value / 1e3)} k` : `${value}`;

/** Time in ms, energy in mJ. */
export const time = milliseconds => `${number(milliseconds)} ms`;
export const energy = microjoules => `${number(microjoules / 1000)} mJ`;
export const percent = share => `${(100 * share).toFixed(2)} %`;

/** A table: headings, rows of cells; what is a number stands right. */
export function table(caption, headings, rows) {
  const isNumber = cell => typeof cell === 'number' || (cell && cell.number !== undefined);
  const textOf = cell => cell === null || cell === undefined ? '' : isNumber(cell) ? cell.number ?? number(cell) : cell;
  const kinds = headings.map((_, column) => rows.length > 0 && rows.every(row => isNumber(row[column]) || row[column] === null || row[column] === undefined));
  return make('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption },
    make('table', {},
      make('caption', {}, caption),
      make('thead', {}, make('tr', {}, headings.map((heading, column) => make('th', { scope: 'col', class: kinds[column] ? 'number' : '' }, heading)))),
      make('tbody', {}, rows.map(row => make('tr', {}, row.map((cell, column) =>
        column === 0 ? make('th', { scope: 'row', class: 'name' }, textOf(cell)) : make('td', { class: `${kinds[column] ? 'number' : ''} ${cell?.class ?? ''}`.trim() }, textOf(cell))))))));
}

/** A figure with what it is and small print. */
export const tile = (label, value, small = '') => make('div', { class: 'tile' }, make('div', { class: 'label' }, label), make('div', { class: 'value' }, value), make('div', { class: 'small' }, small));

/** Fetches a picture of the server and puts it into a page. */
export async function chart(path) {
  const holder = make('div', { class: 'chart', tabindex: '0' });
  holder.innerHTML = await (await ask(path)).text();
  return holder;
}
