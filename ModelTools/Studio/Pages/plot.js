// Curves drawn as SVG by hand: a few hundred points, axes that say their unit.

import { draw, number } from './page.js';

const twoColumns = 920; // pixels from which on two pictures stand side by side
const columnWidth = 470;
const narrowest = 290;
const widest = 640;
const height = 250;
const left = 62;
const right = 16;
const top = 14;
const bottom = 40;

/** Round steps of an axis: 1, 2 or 5 times a power of ten. */
function ticks(low, high, most) {
  const rough = Math.max(high - low, 1e-9) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find(factor => factor * power >= rough) * power;
  const all = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step / 1e6; value += step) {
    all.push(value);
  }
  return all;
}

/** Draws curves: { name, style, points: [[x, y], ...] }. Chosen is a point that stands out. */
export function plot({ title, xName, yName, curves, chosen, hasDots }) {
  // As wide as there is room: the text keeps its size.
  const room = window.innerWidth < twoColumns ? window.innerWidth - 50 : columnWidth;
  const width = Math.max(narrowest, Math.min(room, widest));
  const points = curves.flatMap(curve => curve.points);
  if (points.length === 0) {
    return null;
  }
  const xs = points.map(point => point[0]);
  const ys = points.map(point => point[1]);
  const xLow = Math.min(...xs);
  const xHigh = Math.max(...xs, xLow + 1e-9);
  const yHigh = Math.max(...ys, 1e-9) * 1.06;
  const x = value => left + (value - xLow) / (xHigh - xLow) * (width - left - right);
  const y = value => height - bottom - value / yHigh * (height - top - bottom);
  const svg = draw('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': title });
  for (const value of ticks(0, yHigh, 5)) {
    svg.append(draw('line', { class: 'rule', x1: left, x2: width - right, y1: y(value), y2: y(value) }), text(left - 6, y(value) + 4, number(value), 'end'));
  }
  for (const value of ticks(xLow, xHigh, 7)) {
    svg.append(draw('line', { class: 'axis', x1: x(value), x2: x(value), y1: height - bottom, y2: height - bottom + 4 }), text(x(value), height - bottom + 17, `${+value.toPrecision(6)}`, 'middle'));
  }
  svg.append(draw('line', { class: 'axis', x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }));
  svg.append(text(width - right, height - 6, xName, 'end'), text(left + 6, top + 2, yName, 'start'));
  let nameX = left + 90;
  curves.forEach((curve, index) => {
    const style = ['curve', 'curve-second', 'curve-third'][index % 3];
    svg.append(draw('polyline', { class: style, points: curve.points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(' ') }));
    if (curve.name) {
      svg.append(draw('line', { class: style, x1: nameX, x2: nameX + 18, y1: top - 2, y2: top - 2 }), text(nameX + 22, top + 2, curve.name, 'start'));
      nameX += 40 + 6.5 * curve.name.length;
    }
    if (hasDots || curve.points.length === 1) {
      curve.points.forEach(([px, py], at) => svg.append(draw('circle', { class: at === chosen ? 'dot chosen' : 'dot', cx: x(px), cy: y(py), r: at === chosen ? 7 : 5 })));
    }
  });
  return svg;
}

function text(x, y, content, anchor) {
  const element = draw('text', { class: 'faint', x, y, 'text-anchor': anchor });
  element.textContent = content;
  return element;
}
