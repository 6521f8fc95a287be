// The conversion at work: how far it is, how to end it, and how it ended.

import { make, send, guard } from './page.js';

const words = { running: 'converting', cancelling: 'cancelling', cancelled: 'cancelled', failed: 'failed', done: 'done' };
let dismissed = 0;
let watched = 0; // a conversion that had ended before the page was opened is no news

/** Shows the server's latest job above every page. */
export function showJob(studio) {
  const place = document.getElementById('job');
  const job = studio.job;
  const isBusy = job?.status === 'running' || job?.status === 'cancelling';
  watched = isBusy ? job.id : watched;
  place.hidden = !job || job.id === dismissed || (job.status === 'done' && job.id !== watched && job.notes.length === 0);
  if (place.hidden) {
    return;
  }
  const text = isBusy ? `${words[job.status]} ${job.name}: ${job.phase}` : `${job.name}: ${words[job.status]} after ${job.seconds.toFixed(1)} s`;
  const line = make('div', { class: 'row' },
    make('span', { class: 'what' }, text),
    isBusy ? make('progress', { max: '1', value: job.share, 'aria-label': job.phase }) : null,
    isBusy
      ? make('button', { type: 'button', disabled: job.status === 'cancelling', onclick: () => guard(() => send('api/job/cancel')) }, 'Cancel')
      : make('button', { type: 'button', onclick: () => { dismissed = job.id; showJob(studio); } }, 'Close'));
  const focused = place.contains(document.activeElement);
  place.replaceChildren(line,
    ...(job.error ? [make('p', { class: 'fault', role: 'alert' }, job.error)] : []),
    ...(job.notes.length > 0 ? [make('ul', {}, job.notes.map(note => make('li', {}, note)))] : []));
  if (focused) {
    place.querySelector('button').focus();
  }
}
