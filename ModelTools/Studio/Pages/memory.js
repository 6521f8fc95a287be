// Memory: a slider over the budgets that were counted, what each costs on each board, and what lies in SRAM.

import { make, read, send, guard, tile, table, bytes, macs, time, energy, number, announce, chart } from './page.js';
import { plot } from './plot.js';

/** Makes the page; the counting takes seconds, so the page comes first. */
export async function memoryPage(studio) {
  const summary = studio.chosen;
  const content = make('div', { 'aria-busy': 'true' }, make('p', { role: 'status' }, 'Counting the instructions of each budget; this takes some seconds.'));
  guard(async () => {
    const curve = await read(`api/conversions/${summary.id}/budgets`);
    content.replaceChildren(...trade(studio, summary, curve));
    content.removeAttribute('aria-busy');
  });
  return [make('h2', {}, `Memory of ${summary.name}`), content];
}

function trade(studio, summary, curve) {
  let board = summary.board;
  let chosen = Math.max(0, curve.points.findIndex(point => point.isTaken));
  const view = make('div');
  const slider = make('input', { type: 'range', min: '0', max: `${curve.points.length - 1}`, step: '1', id: 'budget' });
  const select = make('select', {}, curve.points[0].boards.map(each => make('option', { value: each.name, selected: each.name === board }, each.name)));
  const fresh = () => {
    const point = curve.points[chosen];
    slider.value = chosen;
    slider.setAttribute('aria-valuetext', `peak ${bytes(point.peakSramBytes)}`);
    view.replaceChildren(...show(studio, summary, curve, chosen, board));
  };
  slider.addEventListener('input', () => {
    chosen = Number(slider.value);
    fresh();
    announce(`peak ${bytes(curve.points[chosen].peakSramBytes)}`);
  });
  select.addEventListener('change', () => {
    board = select.value;
    fresh();
  });
  fresh();
  return [
    make('div', { class: 'row' }, make('label', { for: 'budget' }, 'SRAM budget: less on the left, faster on the right'), make('label', {}, 'Board ', select)),
    slider,
    view,
  ];
}

function show(studio, summary, curve, chosen, board) {
  const point = curve.points[chosen];
  const onBoard = each => each.boards.find(other => other.name === board);
  const here = onBoard(point);
  const take = make('button', { type: 'button', onclick: () => guard(async () => { studio.awaited = (await send(`api/conversions/${summary.id}/reschedule`, { budgetBytes: point.budgetBytes })).id; }) },
    `Make the blob for ${bytes(point.budgetBytes)}`);
  const address = `api/conversions/${summary.id}/budgets/${chosen}/memory`;
  // Drawn for the width there is, so that letters keep their size; an element of the page, so that shapes show under the mouse.
  const map = make('div', { class: 'scroll', tabindex: '0' });
  const room = Math.floor(document.querySelector('main').clientWidth) - 8;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches ? '&dark' : '';
  guard(async () => map.replaceChildren(await chart(`${address}?width=${room}${dark}`)));
  return [
    make('div', { class: 'tiles' },
      tile('peak SRAM', bytes(point.peakSramBytes), `budget ${point.budgetBytes} bytes`),
      tile(`time on ${board}`, time(here.timeMs), `${curve.label}, within a factor of ${number(here.uncertaintyFactor)}`),
      tile(`energy on ${board}`, energy(here.energyMicrojoule), curve.label),
      tile('MACs', macs(point.macs), 'recomputation included'),
      tile('weights read', bytes(point.weightBytesRead), 'per inference'),
      tile('heap', here.fits ? 'fits' : 'too small', `what the app leaves on ${board}`)),
    make('div', { class: 'row' }, point.isTaken ? make('span', { class: 'note' }, 'This is the schedule of the conversion.') : take),
    make('div', { class: 'columns' },
      make('div', { class: 'chart plot' }, plot({
        title: `Time over peak SRAM on ${board}`, xName: 'peak SRAM, KB', yName: 'ms', hasDots: true, chosen,
        curves: [{ points: curve.points.map(each => [each.peakSramBytes / 1024, onBoard(each).timeMs]) }],
      })),
      table('This budget on every board', ['board', 'time', 'energy', 'heap'],
        point.boards.map(each => [each.name, { number: time(each.timeMs) }, { number: energy(each.energyMicrojoule) }, each.fits ? 'fits' : 'too small']))),
    make('h3', {}, 'What lies in SRAM, group by group'),
    map,
  ];
}
