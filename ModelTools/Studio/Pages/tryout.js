// Trying inputs: a picture, a frame of the camera, a drawing. Scores beside those of the float model, and every layer's values.

import { make, ask, send, guard, table, time, number, percent, announce } from './page.js';
import { dropZone } from './files.js';
import { drawingPad } from './drawing.js';
import { camera } from './camera.js';

/** Makes the page. */
export async function tryPage(studio) {
  const summary = studio.chosen;
  const result = make('div', { class: 'results', 'aria-live': 'polite' });
  const show = answer => {
    result.replaceChildren(...view(answer));
    announce(answer.scores.length > 0 ? `read as ${answer.scores[0].label}` : 'done');
  };
  const tryBytes = async (bytes, name) => show(await (await ask(`api/conversions/${summary.id}/try?name=${encodeURIComponent(name)}`, { method: 'PUT', body: bytes })).json());
  const drop = dropZone({
    title: 'Drop a picture here',
    hint: '.png or .jpg; a .npy array or raw tensor (.bin) will do as well',
    onfiles: async (files, say) => {
      say(files[0].path);
      await tryBytes(files[0].file, files[0].file.name);
    },
    onpath: path => guard(async () => show(await send(`api/conversions/${summary.id}/try`, { path }))),
  });
  const [height, width, channels] = summary.input;
  const hasPicture = channels === 1 || channels === 3;
  const panels = hasPicture ? [drawingPad(width / height, png => guard(() => tryBytes(png, 'drawing.png'))), camera(png => guard(() => tryBytes(png, 'camera.png')), studio.listeners)] : [];
  return [
    make('h2', {}, `Try ${summary.name}`),
    make('p', { class: 'note' }, `Inputs become ${width}×${height} pixels, ${channels} channels, as edge run does it.`),
    make('div', { class: 'columns narrow' }, drop.zone, ...panels),
    result,
  ];
}

function view(answer) {
  const hasFloat = answer.reference.length > 0;
  const scores = answer.scores.map((score, index) => [
    score.label,
    { number: number(score.score) },
    ...(hasFloat ? [{ number: number(answer.reference[index]) }] : []),
    { number: score.probability === null ? '' : percent(score.probability) },
  ]);
  return [
    make('h2', {}, answer.scores.length > 0 ? `Read as ${answer.scores[0].label}` : 'Output'),
    make('p', { class: 'note' }, `${time(answer.timeMs)} on this machine, measured; the kernels '${answer.checkedKernels}', which boards run, give the same bytes in every layer.`),
    make('div', { class: 'columns' },
      table('Scores, the best first', ['class', 'int8', ...(hasFloat ? ['float'] : []), 'probability'], scores),
      answer.input ? make('figure', { class: 'pixels' }, make('img', { src: answer.input, alt: 'the input as the network gets it' }), make('figcaption', { class: 'note' }, 'What the network gets')) : null),
    make('h3', {}, 'Layers'),
    make('div', { class: 'scroll', tabindex: '0' }, make('table', { class: 'layers' },
      make('caption', {}, 'Values of each layer for this input; the picture is the mean over the channels, light is more. “At an end” are values at an end of the int8 range.'),
      make('thead', {}, make('tr', {}, ['picture', 'layer', 'operator', 'output', 'min', 'mean', 'max', 'at an end'].map((name, index) => make('th', { scope: 'col', class: index > 3 ? 'number' : '' }, name)))),
      make('tbody', {}, answer.layers.map(layer => make('tr', {},
        make('td', {}, layer.picture ? make('img', { class: 'layer', src: layer.picture, alt: '' }) : null),
        make('th', { scope: 'row', class: 'name' }, layer.name), make('td', {}, layer.kind), make('td', {}, layer.shape),
        [layer.minimum, layer.mean, layer.maximum].map(value => make('td', { class: 'number' }, number(value))),
        make('td', { class: 'number' }, percent(layer.endShare))))))),
  ];
}
