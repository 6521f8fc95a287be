// A pad to draw on, with the mouse, a finger, or the keys: arrows move the pen, space puts it down and takes it up.

import { make } from './page.js';

const size = 220;
const pen = 16;
const stepPixels = 6;

/** Makes a pad of the network's proportions. */
export function drawingPad(ratio, take) {
  const width = Math.round(ratio >= 1 ? size : size * ratio);
  const height = Math.round(ratio >= 1 ? size / ratio : size);
  const canvas = make('canvas', { width, height, tabindex: '0', class: 'pad', 'aria-label': 'Drawing pad: arrow keys move the pen, space puts it down or takes it up', role: 'application' });
  const context = canvas.getContext('2d');
  const isLight = make('input', { type: 'checkbox' });
  let isDown = false;
  let last = { x: width / 2, y: height / 2 };
  const clear = () => {
    context.fillStyle = isLight.checked ? '#000' : '#fff';
    context.fillRect(0, 0, width, height);
  };
  const line = (from, to) => {
    context.strokeStyle = isLight.checked ? '#fff' : '#000';
    context.lineWidth = pen;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  };
  const placeOf = event => {
    const box = canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) * width / box.width, y: (event.clientY - box.top) * height / box.height };
  };
  canvas.addEventListener('pointerdown', event => {
    canvas.setPointerCapture(event.pointerId);
    isDown = true;
    last = placeOf(event);
    line(last, last);
  });
  canvas.addEventListener('pointermove', event => {
    if (isDown && event.buttons) {
      const next = placeOf(event);
      line(last, next);
      last = next;
    }
  });
  canvas.addEventListener('pointerup', () => { isDown = false; });
  canvas.addEventListener('keydown', event => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === ' ') {
      isDown = !isDown;
      line(last, last);
      event.preventDefault();
    } else if (event.key in moves) {
      const [dx, dy] = moves[event.key];
      const next = { x: Math.min(width, Math.max(0, last.x + dx * stepPixels)), y: Math.min(height, Math.max(0, last.y + dy * stepPixels)) };
      if (isDown) {
        line(last, next);
      }
      last = next;
      event.preventDefault();
    }
  });
  isLight.addEventListener('change', clear);
  clear();
  return make('section', { class: 'drop', 'aria-label': 'Draw' },
    make('strong', {}, 'Draw'),
    canvas,
    make('div', { class: 'row' },
      make('label', {}, isLight, ' light on dark'),
      make('button', { type: 'button', onclick: clear }, 'Clear'),
      make('button', { type: 'button', onclick: () => canvas.toBlob(take, 'image/png') }, 'Try the drawing')));
}
