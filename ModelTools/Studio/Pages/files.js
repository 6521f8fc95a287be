// Files: dropped ones, those chosen with the browser's dialog, those of the studio's working folder.

import { make, ask, read, send, guard } from './page.js';

/** All files of a drop, folders opened, each with its path. */
async function filesOfDrop(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry);
  if (entries.length === 0) {
    return [...transfer.files].map(file => ({ file, path: file.name }));
  }
  return withoutCommonFolder((await Promise.all(entries.map(entry => filesOfEntry(entry, '')))).flat());
}

/** The files of an input element. */
function filesOfInput(input) {
  return withoutCommonFolder([...input.files].map(file => ({ file, path: file.webkitRelativePath || file.name })));
}

async function filesOfEntry(entry, folder) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path: folder + entry.name }];
  }
  const reader = entry.createReader();
  const all = [];
  for (let part; (part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length > 0;) {
    all.push(...part);
  }
  return (await Promise.all(all.map(each => filesOfEntry(each, `${folder}${entry.name}/`)))).flat();
}

/** A folder that was dropped is the data set itself: its own name says nothing. */
function withoutCommonFolder(files) {
  const first = files[0]?.path.split('/')[0];
  const isCommon = files.length > 0 && files.every(each => each.path.includes('/') && each.path.split('/')[0] === first);
  return isCommon ? files.map(each => ({ file: each.file, path: each.path.slice(first.length + 1) })) : files;
}

/** Sends files to the server as one set. Reports how many are done. */
export async function upload(files, report) {
  const { upload: set } = await send('api/uploads');
  for (const [index, { file, path }] of files.entries()) {
    await ask(`api/uploads/${set}?name=${encodeURIComponent(path)}`, { method: 'PUT', body: file });
    report?.(index + 1, files.length);
  }
  return set;
}

/** Lets the user choose in the working folder. Resolves with a path, or null. */
function chooseInFolder(title, wantsFolder) {
  const dialog = document.getElementById('chooser');
  return new Promise(resolve => {
    let answer = null;
    const close = path => {
      answer = path;
      dialog.close();
    };
    const open = path => guard(async () => {
      const { entries } = await read(`api/files?path=${encodeURIComponent(path)}`);
      const join = name => path ? `${path}/${name}` : name;
      const up = path.split('/').slice(0, -1).join('/');
      dialog.replaceChildren(
        make('h2', { id: 'chooser-title' }, title),
        make('p', { class: 'note' }, path || 'the working folder'),
        make('ul', {},
          path ? make('li', {}, make('button', { type: 'button', onclick: () => open(up) }, '↑ up')) : null,
          entries.map(({ name, kind }) => make('li', {}, make('button', {
            type: 'button',
            onclick: () => kind === 'folder' ? open(join(name)) : close(join(name)),
          }, `${kind === 'folder' ? '▸ ' : ''}${name}${kind === 'folder' ? '/' : ''}`))),
          entries.length === 0 ? make('li', { class: 'note' }, 'empty') : null),
        make('div', { class: 'row' },
          wantsFolder ? make('button', { type: 'button', class: 'main', onclick: () => close(path) }, 'Take this folder') : null,
          make('button', { type: 'button', onclick: () => dialog.close() }, 'Close')));
      dialog.querySelector('li button')?.focus();
    });
    dialog.addEventListener('close', () => resolve(answer), { once: true });
    dialog.replaceChildren();
    dialog.showModal();
    open('');
  });
}

/** A place to drop files on, with buttons for those who cannot drop. */
export function dropZone({ title, hint, isFolder, wantsFolder, onfiles, onpath }) {
  const chosen = make('div', { class: 'chosen', role: 'status' });
  const input = make('input', { type: 'file', multiple: true, webkitdirectory: isFolder, class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true' });
  const take = files => files.length > 0 && guard(() => onfiles(files, text => { chosen.textContent = text; }));
  input.addEventListener('change', () => take(filesOfInput(input)));
  const zone = make('section', { class: 'drop', 'aria-label': title },
    make('strong', {}, title),
    make('span', { class: 'note' }, hint),
    make('div', { class: 'row' },
      make('button', { type: 'button', onclick: () => input.click() }, isFolder ? 'Upload a folder' : 'Upload files'),
      make('button', { type: 'button', onclick: async () => {
        const path = await chooseInFolder(title, wantsFolder);
        if (path !== null) {
          chosen.textContent = path || 'the working folder';
          onpath(path);
        }
      } }, 'Choose in the working folder'),
      input),
    chosen);
  zone.addEventListener('dragover', event => {
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', event => guard(async () => {
    event.preventDefault();
    zone.classList.remove('over');
    await take(await filesOfDrop(event.dataTransfer));
  }));
  return { zone, say: text => { chosen.textContent = text; } };
}
