// The network as cards in the order they run: MBConv blocks drawn as such, other operators plain. A card opens its layers.

import { make, draw, read, table, tile, bytes, macs, time, energy, percent, number, chart } from './page.js';

const roles = {
  expand: ['expand', 'expand'], depthwise: ['depthwise', 'depthwise'], squeezePool: ['mean', 'squeeze'], squeezeReduce: ['reduce', 'squeeze'],
  squeezeExpand: ['expand', 'squeeze'], squeezeScale: ['scale', 'squeeze'], project: ['project', 'project'], residual: ['add', 'plain'], none: ['', 'plain'],
};

/** Makes the page. */
export async function networkPage(studio) {
  const summary = studio.chosen;
  const whole = await read(`api/conversions/${summary.id}`);
  const details = make('aside', { 'aria-live': 'polite', 'aria-label': 'Chosen block' });
  const cards = blocksOf(whole.graph.nodes);
  const most = Math.max(...cards.map(card => card.macs), 1);
  const list = make('ol', { class: 'cards' }, cards.map((card, index) => {
    const button = make('button', { type: 'button', class: 'card', 'aria-pressed': index === 0 ? 'true' : 'false', onclick: () => choose(button, card) },
      make('span', { class: 'title' }, make('span', {}, card.title), make('span', { class: 'note' }, `${index + 1}`)),
      picture(card),
      make('span', { class: 'figures' }, figuresOf(card).flatMap((line, at) => at === 0 ? [line] : [make('br'), line])),
      make('span', { class: 'share', 'aria-hidden': 'true' }, bar(card.macs / most)));
    return make('li', {}, button);
  }));
  const choose = (button, card) => {
    for (const other of list.querySelectorAll('.card')) {
      other.setAttribute('aria-pressed', `${other === button}`);
    }
    details.replaceChildren(...layersOf(card, whole.graph));
  };
  details.replaceChildren(...layersOf(cards[0], whole.graph));
  return [
    make('h2', {}, summary.name),
    tiles(summary),
    downloads(summary),
    ...(summary.notes.length > 0 ? [make('ul', { class: 'note' }, summary.notes.map(note => make('li', {}, note)))] : []),
    make('h2', {}, 'Network'),
    make('p', { class: 'note' }, `Input ${whole.graph.input}; ${cards.length} blocks and operators in the order they run. The bar is the share of multiply-accumulates; dB is signal over quantization error at the end of the block, the more the better${whole.layerSamples ? `, on ${whole.layerSamples} samples` : ''}.`),
    legend(),
    make('div', { class: 'network' }, list, details),
    make('h2', {}, 'Time and energy'),
    make('p', { class: 'note' }, `${summary.board}: ${time(summary.timeMs)} and ${energy(summary.energyMicrojoule)} per inference, ${summary.label} from the instructions it executes, within a factor of ${number(summary.uncertaintyFactor)}.`),
    await chart(`api/conversions/${summary.id}/charts/cost`),
  ];
}

function tiles(summary) {
  const share = (name, value) => value ? [tile(name, percent(value.share), `95 %: ${percent(value.low)} to ${percent(value.high)}`)] : [];
  return make('div', { class: 'tiles' },
    tile('blob', bytes(summary.blobBytes), `${summary.weightBytes} weight bytes`),
    tile('peak SRAM', bytes(summary.peakSramBytes), `${summary.groups} groups`),
    tile('MACs', macs(summary.macs), 'recomputation included'),
    tile(summary.board, time(summary.timeMs), `${energy(summary.energyMicrojoule)}; ${summary.label}`),
    ...share('int8 top-1', summary.int8),
    ...share('float top-1', summary.reference),
    ...share('agreement', summary.agreement));
}

function downloads(summary) {
  const link = (what, text) => make('a', { href: `api/conversions/${summary.id}/${what}`, download: true }, text);
  return make('p', { class: 'row' }, 'Download: ', link('blob', summary.fileName), link('report', 'report'), link('source', 'source for the app'),
    ...(summary.recipe ? [link('recipe', 'recipe')] : []));
}

function legend() {
  const entry = (style, text) => make('span', {}, make('i', { class: `swatch-${style}` }), text);
  return make('p', { class: 'legend' }, entry('expand', 'expand 1×1'), entry('depthwise', 'depthwise'), entry('squeeze', 'squeeze-excite'), entry('project', 'project 1×1'), entry('plain', 'other'));
}

const figuresOf = card => [
  card.nodes.at(-1).shape,
  ...(card.macs > 0 ? [`${macs(card.macs)} MACs, ${bytes(card.weightBytes)}`] : []),
  ...(card.sqnrDb === null ? [] : [`${card.sqnrDb.toFixed(1)} dB`]),
];

/** Groups the operators: those of a block that follow each other are one card. */
function blocksOf(nodes) {
  const cards = [];
  nodes.forEach((node, index) => {
    const last = cards.at(-1);
    if (node.block >= 0 && last?.block === node.block) {
      last.nodes.push(node);
      last.indexes.push(index);
    } else {
      cards.push({ block: node.block, nodes: [node], indexes: [index] });
    }
  });
  for (const card of cards) {
    card.macs = card.nodes.reduce((sum, node) => sum + node.macs, 0);
    card.weightBytes = card.nodes.reduce((sum, node) => sum + node.weightBytes, 0);
    card.sqnrDb = card.nodes.findLast(node => node.sqnrDb !== null)?.sqnrDb ?? null;
    card.hasSqueeze = card.nodes.some(node => node.role === 'squeezeScale');
    card.isResidual = card.nodes.some(node => node.role === 'residual');
    card.title = card.block >= 0 ? `MBConv${card.hasSqueeze ? ' + SE' : ''}` : nameOf(card.nodes[0]);
  }
  return cards;
}

const nameOf = node => node.kind.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase().replace(/conv 2d/, 'convolution').replace(/^./, first => first.toUpperCase());
const isMain = node => ['Conv2D', 'DepthwiseConv2D', 'FullyConnected', 'Mean', 'Mul', 'Add', 'AveragePool', 'Sub'].includes(node.kind);

/** A block: the main way downwards, squeeze-excite as a branch at its right, the residual at its left. */
function picture(card) {
  if (card.block < 0) {
    return make('span', { class: 'note' }, card.nodes[0].detail);
  }
  const main = card.nodes.filter(node => isMain(node) && ['expand', 'depthwise', 'project'].includes(node.role));
  const squeeze = card.nodes.filter(node => isMain(node) && ['squeezePool', 'squeezeReduce', 'squeezeExpand'].includes(node.role));
  const left = card.isResidual ? 16 : 4;
  const width = card.hasSqueeze ? 76 : 128;
  const step = 30;
  const parts = [];
  const box = (x, y, w, style, text) => parts.push(draw('rect', { class: `op ${style}`, x, y, width: w, height: 21, rx: 4 }), label(x + w / 2, y + 14.5, text));
  const wire = path => parts.push(draw('path', { class: 'wire', d: path }));
  const middle = left + width / 2;
  let y = 8;
  wire(`M${middle} 0V8`);
  let depthwiseBottom = 0;
  for (const node of main) {
    if (node.role === 'project' && card.hasSqueeze) {
      const top = depthwiseBottom;
      const right = left + width + 12;
      squeeze.forEach((each, index) => box(right, top - 30 + index * 25, 56, 'squeeze', roles[each.role][0]));
      const bottom = top - 30 + squeeze.length * 25;
      wire(`M${middle} ${top + 5}H${left + width + 5}V${top - 20}H${right}`);
      y = Math.max(y, bottom + 2);
      wire(`M${middle} ${top}V${y}`);
      wire(`M${right + 28} ${bottom - 4}V${y + 7}H${middle + 9}`);
      parts.push(draw('circle', { class: 'op squeeze', cx: middle, cy: y + 7, r: 8 }), label(middle, y + 11, '×'));
      wire(`M${middle} ${y + 15}V${y + 23}`);
      y += 23;
    }
    box(left, y, width, roles[node.role][1], node.role === 'depthwise' ? `${card.hasSqueeze ? 'dw' : 'depthwise'} ${node.detail.replace(', stride ', ' s')}` : roles[node.role][0]);
    depthwiseBottom = y + 21;
    wire(`M${middle} ${y + 21}V${y + step}`);
    y += step;
  }
  if (card.isResidual) {
    wire(`M${middle} 3H6V${y + 8}H${middle - 8}`);
    parts.push(draw('circle', { class: 'op plain', cx: middle, cy: y + 8, r: 8 }), label(middle, y + 12, '+'));
    wire(`M${middle} ${y + 16}V${y + 22}`);
    y += 22;
  }
  return draw('svg', { viewBox: `0 0 ${left + width + (card.hasSqueeze ? 72 : 4)} ${y + 2}`, 'aria-hidden': 'true' }, ...parts);
}

const label = (x, y, text) => draw('text', { x, y, 'text-anchor': 'middle' }, text);

function bar(share) {
  const inner = make('span');
  inner.style.width = `${Math.max(1, 100 * share)}%`;
  return inner;
}

/** The layers of a card as a table, and what they read where that is not the layer before. */
function layersOf(card, graph) {
  const rows = card.nodes.map((node, position) => {
    const index = card.indexes[position];
    const others = node.inputs.filter(input => input !== index - 1 && input >= 0).map(input => graph.nodes[input].name);
    return { node, others };
  });
  return [
    make('h3', {}, card.title),
    table('Layers of the block', ['layer', 'output', 'MACs', 'bytes', 'dB'], rows.map(({ node }) => [
      make('span', {}, node.name, make('small', {}, `${nameOf(node)} ${node.detail}`.trim())), node.shape, { number: node.macs ? macs(node.macs) : '' }, { number: node.weightBytes ? `${node.weightBytes}` : '' },
      { number: node.sqnrDb === null ? '' : node.sqnrDb.toFixed(1) },
    ])),
    ...rows.filter(row => row.others.length > 0).map(row => make('p', { class: 'note' }, `${row.node.name} also reads ${row.others.join(', ')}.`)),
    ...rows.filter(row => row.node.reason).map(row => make('p', { class: 'note' }, `${row.node.name}: ${row.node.reason}`)),
  ];
}
