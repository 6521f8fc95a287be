// The page as a whole: which part is shown, which conversion, what the server tells.

import { make, read, guard, follow, announce, showFault } from './page.js';
import { showJob } from './job.js';
import { startPage } from './start.js';
import { networkPage } from './network.js';
import { memoryPage } from './memory.js';
import { accuracyPage } from './accuracy.js';
import { tryPage } from './tryout.js';
import { comparePage } from './compare.js';
import { boardPage } from './board.js';

const pages = { start: startPage, network: networkPage, memory: memoryPage, accuracy: accuracyPage, try: tryPage, compare: comparePage, board: boardPage };
const needsConversion = page => page !== 'start' && page !== 'board';

const studio = { state: null, conversions: [], job: null, chosen: null, listeners: new Set() };
let shown = 0;

/** The address says the page and the conversion: #network/3. */
function place() {
  const [page, id] = location.hash.slice(1).split('/');
  return { page: page in pages ? page : 'start', id: id ? Number(id) : null };
}

async function show() {
  const { page, id } = place();
  const turn = ++shown;
  const known = studio.conversions.find(each => each.id === id);
  studio.chosen = known ?? studio.conversions.at(-1) ?? null;
  for (const link of document.querySelectorAll('#pages a')) {
    const target = link.hash.slice(1).split('/')[0];
    link.href = `#${target}${studio.chosen ? `/${studio.chosen.id}` : ''}`;
    if (target === page) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  showChoice();
  for (const leave of studio.listeners) {
    leave();
  }
  studio.listeners.clear();
  const main = document.getElementById('content');
  if (needsConversion(page) && !studio.chosen) {
    main.replaceChildren(make('h2', {}, 'Nothing to show yet'), make('p', {}, 'Convert a model first: ', make('a', { href: '#start' }, 'choose one'), '.'));
    return;
  }
  const content = await guard(() => pages[page](studio));
  if (turn === shown && content) {
    main.replaceChildren(...content);
  }
}

function showChoice() {
  const select = document.getElementById('conversion');
  select.closest('label').hidden = studio.conversions.length === 0;
  select.replaceChildren(...studio.conversions.map(each =>
    make('option', { value: each.id, selected: each.id === studio.chosen?.id }, `${each.id}: ${each.name}, ${(each.peakSramBytes / 1024).toFixed(1)} KB`)));
}

async function refreshJob() {
  const job = await read('api/job');
  const before = studio.job;
  studio.job = job;
  showJob(studio);
  if (job && before && before.id === job.id && before.status !== job.status) {
    announce(`${job.name}: ${job.error ?? job.status}`);
  }
  if (job?.status === 'done' && studio.awaited === job.id) {
    studio.awaited = null;
    await refreshConversions();
    location.hash = `#network/${job.conversion}`;
  }
}

/** A page that shows a conversion stays as it is when another one is done: somebody is at work there. */
async function refreshConversions() {
  const before = studio.conversions.map(each => each.id).join();
  studio.conversions = await read('api/conversions');
  if (before !== studio.conversions.map(each => each.id).join()) {
    await (studio.chosen === null || place().page === 'compare' ? show() : showChoice());
  }
}

function listen() {
  const events = new EventSource('api/events');
  let isLost = false;
  events.addEventListener('job', () => follow(refreshJob));
  events.addEventListener('conversions', () => follow(refreshConversions));
  events.addEventListener('board', () => window.dispatchEvent(new Event('studio-board')));
  events.addEventListener('open', () => follow(async () => {
    if (isLost) {
      isLost = false;
      showFault(null);
    }
    await refreshJob();
    await refreshConversions();
  }));
  events.addEventListener('error', () => {
    isLost = true;
    showFault(new Error('edge studio does not answer; what you see is what it last said'));
  });
}

await guard(async () => {
  studio.state = await read('api/state');
  studio.conversions = await read('api/conversions');
  await refreshJob();
  document.getElementById('conversion').addEventListener('change', event => {
    location.hash = `#${place().page}/${event.target.value}`;
  });
  window.addEventListener('hashchange', () => show());
  listen();
  await show();
});
