// A board's log, live from a port or from a saved file: what it says, time and energy of each inference.

import { make, read, send, guard, follow, table, number } from './page.js';
import { dropZone, upload } from './files.js';
import { plot } from './plot.js';

/** Makes the page. */
export async function boardPage(studio) {
  const view = make('div', { class: 'results' });
  const port = make('select', { 'aria-label': 'Port' });
  const baud = make('input', { type: 'number', min: '1', placeholder: '921600', 'aria-label': 'Speed, baud' });
  const connect = make('button', { type: 'button' });
  let isOpen = false;
  const show = state => {
    isOpen = state.isOpen;
    connect.textContent = isOpen ? 'Stop' : 'Connect';
    const before = port.value;
    port.replaceChildren(...(state.ports.length > 0 ? state.ports.map(name => make('option', { value: name, selected: name === before }, name)) : [make('option', { value: '' }, 'no serial port')]));
    view.replaceChildren(...parts(state));
    const log = view.querySelector('.log');
    if (log) {
      log.scrollTop = log.scrollHeight;
    }
  };
  const fresh = () => follow(async () => show(await read('api/board')));
  connect.addEventListener('click', () => guard(async () => show(isOpen
    ? await send('api/board/close')
    : await send('api/board/open', { port: port.value || null, baud: baud.value ? Number(baud.value) : null }))));
  const log = dropZone({
    title: 'Drop a saved log here',
    hint: 'what edge monitor --save has written, or any capture of the serial port',
    onfiles: async (files, say) => {
      const set = await upload(files.slice(0, 1));
      say(files[0].path);
      show(await send('api/board/open', { log: { upload: set, path: files[0].path } }));
    },
    onpath: path => guard(async () => show(await send('api/board/open', { log: { path } }))),
  });
  window.addEventListener('studio-board', fresh);
  studio.listeners.add(() => window.removeEventListener('studio-board', fresh));
  show(await read('api/board'));
  return [
    make('h2', {}, 'Board'),
    make('div', { class: 'columns' },
      make('section', { class: 'drop', 'aria-label': 'Connected board' }, make('strong', {}, 'Connected board'), make('span', { class: 'note' }, 'its log, as edge monitor reads it'), make('div', { class: 'row' }, port, baud, connect)),
      log.zone),
    view,
  ];
}

function parts(state) {
  if (!state.source) {
    return [make('p', { class: 'note' }, 'Nothing is read yet.')];
  }
  const curves = (name, value) => state.series.filter(series => series[value].count > 0).map(series => ({ name: name(series), points: series[value].values.map((each, index) => [index + 1, each]) }));
  const statistics = state.series.flatMap(series => [['time, ms', series.timeMs], [`energy, mJ, ${series.label}`, series.energyMj]]
    .filter(([, values]) => values.count > 0)
    .map(([name, values]) => [series.model, name, { number: `${values.count}` }, ...[values.median, values.mean, values.minimum, values.maximum].map(value => ({ number: number(value) }))]));
  const pictures = [
    plot({ title: 'Time of each inference', xName: 'inference', yName: 'ms', curves: curves(series => series.model, 'timeMs') }),
    plot({ title: 'Energy of each inference', xName: 'inference', yName: 'mJ', curves: curves(series => `${series.model}, ${series.label}`, 'energyMj') }),
  ].filter(picture => picture);
  return [
    make('h2', {}, `${state.source}${state.isOpen ? ', live' : ''}`),
    ...(state.error ? [make('p', { class: 'fault', role: 'alert' }, state.error)] : []),
    make('ul', { class: 'note' }, state.summary.map(line => make('li', {}, line))),
    make('div', { class: 'columns' }, pictures.map(picture => make('div', { class: 'chart plot' }, picture))),
    ...(statistics.length > 0 ? [table('Statistics', ['model', 'quantity', 'n', 'median', 'mean', 'min', 'max'], statistics)] : []),
    make('h3', {}, 'Log'),
    make('pre', { class: 'log', tabindex: '0', role: 'log', 'aria-label': 'Log of the board' }, state.lines.join('\n')),
  ];
}
