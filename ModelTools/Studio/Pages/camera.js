// A frame of the machine's camera. The camera runs only between start and stop, and never after the page is left.

import { make, guard } from './page.js';

/** Makes the panel. Leaving the page runs what is put into leave. */
export function camera(take, leave) {
  const video = make('video', { muted: true, playsinline: true, hidden: true, 'aria-label': 'camera' });
  let stream = null;
  const stop = () => {
    stream?.getTracks().forEach(track => track.stop());
    stream = null;
    video.hidden = true;
    frame.disabled = true;
    toggle.textContent = 'Start the camera';
  };
  const start = async () => {
    if (!navigator.mediaDevices) {
      throw new Error('this browser gives pages no camera');
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: true });
    } catch (error) {
      throw new Error(`no camera: ${error.message}; allow it in the browser, or drop a picture`, { cause: error });
    }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    frame.disabled = false;
    toggle.textContent = 'Stop the camera';
  };
  const toggle = make('button', { type: 'button', onclick: () => guard(async () => stream ? stop() : start()) }, 'Start the camera');
  const frame = make('button', { type: 'button', disabled: true, onclick: () => {
    const canvas = make('canvas', { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext('2d').drawImage(video, 0, 0);
    canvas.toBlob(take, 'image/png');
  } }, 'Try this frame');
  leave.add(stop);
  return make('section', { class: 'drop', 'aria-label': 'Camera' }, make('strong', {}, 'Camera'), video, make('div', { class: 'row' }, toggle, frame));
}
