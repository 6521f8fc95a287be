// The first page: choose a model and typical inputs, say what matters, convert.

import { make, send, guard, bytes } from './page.js';
import { dropZone, upload } from './files.js';

const choice = { model: null, modelText: '', calibration: null, calibrationText: '', settings: {} };

/** Makes the page. */
export async function startPage(studio) {
  if (!choice.model && studio.state.model) {
    choice.model = { isGiven: true };
    choice.modelText = studio.state.model;
  }
  const button = make('button', { type: 'button', class: 'main', onclick: () => guard(() => convert(studio)) }, 'Convert');
  const refresh = () => { button.disabled = !choice.model; };
  const model = dropZone({
    title: 'Drop a trained model here',
    hint: '.onnx, .tflite, or weights (.safetensors, .pth) with their arch.json',
    onfiles: async (files, say) => {
      const models = studio.state.modelEndings;
      const main = models.map(ending => files.find(each => each.path.toLowerCase().endsWith(ending))).find(each => each); // a graph before what may be its weights
      if (!main) {
        throw new Error(`${files[0].path} is no model; drop a ${models.join(', ')} file`);
      }
      const tooLarge = files.find(each => each.file.size > studio.state.mostFileBytes);
      if (tooLarge) {
        throw new Error(`${tooLarge.path}: ${bytes(tooLarge.file.size)}; a dropped file has at most ${bytes(studio.state.mostFileBytes)}; start edge studio in its folder and choose it there`);
      }
      choice.model = { upload: await upload(files), path: main.path };
      choice.modelText = main.path;
      say(main.path);
      refresh();
    },
    onpath: path => {
      choice.model = { path };
      choice.modelText = path;
      refresh();
    },
  });
  const calibration = dropZone({
    title: 'Drop typical inputs here',
    hint: 'a folder of pictures (or one for each class), .npy arrays, or a data set; a few hundred are enough. Models that come as int8 need none',
    isFolder: true,
    wantsFolder: true,
    onfiles: async (files, say) => {
      const set = await upload(files, (done, all) => say(`${done} of ${all} files`));
      choice.calibration = { upload: set };
      choice.calibrationText = `${files.length} files`;
      say(choice.calibrationText);
    },
    onpath: path => {
      choice.calibration = { path };
      choice.calibrationText = path || 'the working folder';
    },
  });
  model.say(choice.modelText);
  calibration.say(choice.calibrationText);
  refresh();
  return [
    make('h2', {}, 'Convert a model'),
    make('div', { class: 'columns' }, model.zone, calibration.zone),
    settings(studio),
    make('div', { class: 'row' }, button, make('span', { class: 'note' }, `Working folder: ${studio.state.folder}. Nothing leaves this machine.`)),
  ];
}

function settings(studio) {
  const field = (name, label, element) => {
    element.name = name;
    element.value = choice.settings[name] ?? '';
    element.addEventListener('change', () => { choice.settings[name] = element.value; });
    return make('label', {}, label, element);
  };
  const select = options => make('select', {}, options.map(([value, text]) => make('option', { value }, text)));
  return make('form', { class: 'settings', 'aria-label': 'Settings', onsubmit: event => event.preventDefault() },
    field('board', 'Board', select([['', 'any'], ...studio.state.boards.map(board => [board.name, `${board.name} (${board.freeKB} KB free)`])])),
    field('sram', 'SRAM budget', make('input', { type: 'text', placeholder: '64KB, small, or min' })),
    field('normalisation', 'Pixels to values', select([['', 'as the data say'], ['-1..1', '-1..1'], ['0..1', '0..1'], ['imagenet', 'imagenet'], ['none', 'none']])),
    field('order', 'Colours', select([['', 'red first'], ['bgr', 'blue first (OpenCV)']])),
    field('quantizer', 'Quantizer', select([['', 'auto: find the best way'], ['naive', 'naive: quick, for comparison']])),
    field('samples', 'Most samples', make('input', { type: 'number', min: '1', placeholder: '512' })));
}

async function convert(studio) {
  const { board, sram, normalisation, order, quantizer, samples } = choice.settings;
  const job = await send('api/convert', {
    model: choice.model,
    calibration: choice.calibration,
    board: board || null,
    sram: sram || null,
    normalisation: normalisation || null,
    isBlueFirst: order === 'bgr',
    quantizer: quantizer || null,
    samples: samples ? Number(samples) : null,
  });
  studio.awaited = job.id;
}
