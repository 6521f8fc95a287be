// Two conversions side by side: figures with the better one marked, and every layer's error.

import { make, read, table, bytes, macs, time, energy, percent, guard } from './page.js';

const rows = [
  ['blob', each => each.blobBytes, bytes, -1],
  ['peak SRAM', each => each.peakSramBytes, bytes, -1],
  ['MACs', each => each.macs, macs, -1],
  ['groups', each => each.groups, String, 0],
  ['time', each => each.timeMs, time, -1],
  ['energy', each => each.energyMicrojoule, energy, -1],
  ['int8 top-1', each => each.int8?.share, percent, 1],
  ['float top-1', each => each.reference?.share, percent, 0],
  ['agreement', each => each.agreement?.share, percent, 1],
];

/** Makes the page. */
export async function comparePage(studio) {
  if (studio.conversions.length < 2) {
    return [make('h2', {}, 'Compare'), make('p', {}, 'There is one conversion so far. Convert again with another budget, board or quantizer, then compare them here.')];
  }
  const other = studio.conversions.findLast(each => each.id !== studio.chosen.id);
  const chosen = [other.id, studio.chosen.id];
  const view = make('div');
  const select = side => make('select', { 'aria-label': side === 0 ? 'left' : 'right', onchange: event => {
    chosen[side] = Number(event.target.value);
    guard(fresh);
  } }, studio.conversions.map(each => make('option', { value: each.id, selected: each.id === chosen[side] }, nameOf(each))));
  const fresh = async () => view.replaceChildren(...await sideBySide(studio, chosen));
  await fresh();
  return [make('h2', {}, 'Compare'), make('div', { class: 'row' }, select(0), 'with', select(1)), view];
}

const nameOf = each => `${each.id}: ${each.name}, ${each.request.quantizer ?? 'auto'}, ${bytes(each.peakSramBytes)}`;

async function sideBySide(studio, ids) {
  const both = ids.map(id => studio.conversions.find(each => each.id === id));
  const wholes = await Promise.all(ids.map(id => read(`api/conversions/${id}`)));
  const figures = rows.map(([name, value, text, better]) => {
    const values = both.map(value);
    const cells = values.map((each, side) => ({
      number: each === undefined || each === null ? '' : text(each),
      class: better !== 0 && each !== null && (each - values[1 - side]) * better > 0 ? 'better' : '',
    }));
    return [name === 'time' || name === 'energy' ? `${name} (${[...new Set(both.map(each => each.board))].join(', ')}; ${both[0].label})` : name, ...cells];
  });
  const errors = wholes.map(whole => new Map(whole.graph.nodes.filter(node => node.sqnrDb !== null).map(node => [node.name, node.sqnrDb])));
  const names = [...errors[0].keys()].filter(name => errors[1].has(name));
  return [
    table('Figures; the better one is green', ['figure', nameOf(both[0]), nameOf(both[1])], figures),
    table('Recipes', ['what', nameOf(both[0]), nameOf(both[1])], [['recipe', both[0].recipe ?? 'came quantized', both[1].recipe ?? 'came quantized']]),
    names.length > 0 ? table('Signal over error of the layers that both have, dB', ['layer', `${both[0].id}`, `${both[1].id}`, 'difference'], names.map(name => {
      const [one, two] = errors.map(error => error.get(name));
      return [name, { number: one.toFixed(1), class: one > two ? 'better' : '' }, { number: two.toFixed(1), class: two > one ? 'better' : '' }, { number: (two - one).toFixed(1) }];
    })) : null,
  ].filter(part => part);
}
