// Accuracy: what is right, what is taken for what, what was misread, where the error comes from, and the recipe.

import { make, read, table, tile, percent, chart } from './page.js';

const mostClasses = 40;
const mostOpen = 12; // pictures of misread samples; the others unfold

/** Makes the page. */
export async function accuracyPage(studio) {
  const summary = studio.chosen;
  const whole = await read(`api/conversions/${summary.id}`);
  const heading = make('h2', {}, `Accuracy of ${summary.name}`);
  const parts = summary.samples ? await measured(summary, whole) : [make('p', {}, 'The model came quantized, so there is no float model to compare with here: edge eval measures it on labelled data.')];
  return [heading, ...parts, make('h2', {}, 'Recipe'), ...recipe(summary, whole)];
}

async function measured(summary, whole) {
  const share = (name, value) => value ? [tile(name, percent(value.share), `${value.successes} of ${value.count}; 95 %: ${percent(value.low)} to ${percent(value.high)}`)] : [];
  return [
    make('p', {}, `${summary.samples} ${whole.data.name}.${whole.data.isCalibration ? ' These samples also set the ranges: run edge eval on others for a fair number.' : ''}`),
    make('div', { class: 'tiles' }, share('int8 top-1', summary.int8), share('float top-1', summary.reference), share('agreement', summary.agreement)),
    ...confusion(whole),
    ...misread(whole),
    make('h2', {}, 'Error by layer'),
    make('p', { class: 'note' }, `Signal over quantization error on ${whole.layerSamples} samples; the more, the better. The colour says where most of the error comes from.`),
    await chart(`api/conversions/${summary.id}/charts/layers`),
  ];
}

function confusion(whole) {
  if (!whole.confusion || whole.confusion.length > mostClasses) {
    return [];
  }
  const names = whole.confusion.map((_, index) => whole.classNames[index] ?? `${index}`);
  const heat = (count, total) => count === 0 ? '' : `heat${count / total < 0.02 ? 1 : count / total < 0.1 ? 2 : count / total < 0.5 ? 3 : 4}`;
  const rows = whole.confusion.map((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return make('tr', {}, make('th', { scope: 'row' }, names[label]),
      row.map((count, predicted) => make('td', { class: `number ${heat(count, total)}`, title: `${names[label]} taken for ${names[predicted]}: ${count} of ${total}` }, count === 0 ? '·' : `${count}`)));
  });
  return [
    make('h2', {}, 'What is taken for what'),
    make('div', { class: 'scroll', tabindex: '0' }, make('table', { class: 'confusion' },
      make('caption', {}, 'Rows are labels, columns what the int8 network says; darker is more of the label’s samples.'),
      make('thead', {}, make('tr', {}, make('td', {}), names.map(name => make('th', { scope: 'col', class: 'number' }, name)))),
      make('tbody', {}, rows))),
  ];
}

function misread(whole) {
  if (!whole.misread || whole.misread.length === 0) {
    return [];
  }
  return [
    make('h2', {}, 'Misread samples'),
    pictures(whole.misread.slice(0, mostOpen)),
    ...(whole.misread.length > mostOpen ? [make('details', {}, make('summary', {}, `${whole.misread.length - mostOpen} more`), pictures(whole.misread.slice(mostOpen)))] : []),
  ];
}

const pictures = all => make('ul', { class: 'pictures' }, all.map(each => make('li', {}, make('figure', {}, make('img', { src: each.source, alt: '' }), make('figcaption', {}, each.caption)))));

function recipe(summary, whole) {
  if (!whole.recipeJson) {
    return [make('p', { class: 'note' }, 'The model came quantized; there is no recipe.')];
  }
  return [
    make('p', {}, summary.recipe),
    ...(whole.trials.length > 0 ? [table('What the automatic mode tried, with the error at the output on samples it held back', ['trial', 'noise over signal'],
      whole.trials.map(trial => [trial.name, { number: trial.noise }]))] : []),
    make('details', {}, make('summary', {}, 'The recipe as a file'), make('pre', { tabindex: '0' }, JSON.stringify(whole.recipeJson, null, 2))),
  ];
}
