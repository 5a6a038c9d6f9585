// Where a picture to begin from is cut to size and painted over. What is painted bright is made anew. The two files of the form are filled
// from here, so that the form is sent as it is without this script.
const paint = 'rgb(255 255 255)';
const step = 1 / 32;

export function setUpEasel(form) {
  const easel = form.querySelector('[data-easel]');
  if (!easel.hidden || easel.dataset.ready) {
    return;
  }
  easel.dataset.ready = 'yes';
  const [picture, mask] = easel.querySelectorAll('canvas');
  const brush = easel.querySelector('[data-brush]');
  const said = easel.querySelector('[data-said]');
  const { source_file: sourceFile, mask_file: maskFile } = form.elements;
  const cursor = { x: 0.5, y: 0.5 };
  let bitmap = null;
  let isErasing = false;
  let isPainted = false;
  let last = null;
  let filling = Promise.resolve();

  form.querySelector('[data-plain]').hidden = true;
  form.querySelector('[data-scripted]').hidden = false;
  form.querySelector('[data-mask-file]').hidden = true;

  sourceFile.addEventListener('change', () => sourceFile.files[0] && load(sourceFile.files[0]));
  form.addEventListener('change', event => event.target.matches('[name="size"], #width, #height') && cut());
  form.addEventListener('sized', cut);
  easel.querySelector('[data-clear]').addEventListener('click', () => {
    mask.getContext('2d').clearRect(0, 0, mask.width, mask.height);
    isPainted = false;
    fillMask();
    said.textContent = 'Nothing is painted over: all of the picture is made anew.';
  });
  easel.querySelector('[data-erase]').addEventListener('click', event => {
    isErasing = !isErasing;
    event.currentTarget.setAttribute('aria-pressed', String(isErasing));
  });
  mask.addEventListener('pointerdown', event => {
    mask.setPointerCapture(event.pointerId);
    last = null;
    paintAt(placeOf(event));
  });
  mask.addEventListener('pointermove', event => event.buttons & 1 && paintAt(placeOf(event)));
  mask.addEventListener('pointerup', fillMask);
  mask.addEventListener('keydown', onKey);
  form.addEventListener('submit', event => {
    if (form.dataset.filling) {
      event.preventDefault();
      filling.then(() => form.requestSubmit(event.submitter));
    }
  });
  // One that was chosen before this was here, or that the browser has kept, tells of no change.
  if (sourceFile.files[0]) {
    load(sourceFile.files[0]);
  } else {
    loadNamed();
  }

  // A picture of the grid that the form names.
  async function loadNamed() {
    const named = form.querySelector('[data-from]');
    if (!named?.checked) {
      return;
    }
    const answer = await fetch(named.dataset.from).catch(() => null);
    if (answer?.ok) {
      await load(await answer.blob());
    }
  }

  async function load(file) {
    try {
      bitmap = await createImageBitmap(file);
    } catch {
      said.textContent = 'Your browser cannot read this file as a picture. Choose another.';
      easel.hidden = false;
      sourceFile.value = '';
      return;
    }
    easel.hidden = false;
    cut();
  }

  // As large as asked for, the middle of it.
  function cut() {
    if (!bitmap) {
      return;
    }
    const { width, height } = size();
    for (const canvas of [picture, mask]) {
      canvas.width = width;
      canvas.height = height;
    }
    isPainted = false;
    const scale = Math.max(width / bitmap.width, height / bitmap.height);
    const context = picture.getContext('2d');
    context.fillStyle = paint;
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, (width - bitmap.width * scale) / 2, (height - bitmap.height * scale) / 2, bitmap.width * scale, bitmap.height * scale);
    fill(sourceFile, picture);
    fillMask();
  }

  function size() {
    const [width, height] = form.querySelector('[name="size"]:checked')?.dataset.sides?.split('x') ?? [form.elements.width.value, form.elements.height.value];
    return { width: Number(width) || bitmap.width, height: Number(height) || bitmap.height };
  }

  function placeOf(event) {
    const box = mask.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  function paintAt(place) {
    const context = mask.getContext('2d');
    const thickness = Math.max(mask.width, mask.height) * brush.value / 100;
    const from = last ?? place;
    context.globalCompositeOperation = isErasing ? 'destination-out' : 'source-over';
    context.strokeStyle = paint;
    context.lineWidth = thickness;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(from.x * mask.width, from.y * mask.height);
    context.lineTo(place.x * mask.width, place.y * mask.height);
    context.stroke();
    [last, isPainted] = [place, isPainted || !isErasing];
  }

  function onKey(event) {
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      cursor.x = Math.min(1, Math.max(0, cursor.x + moves[event.key][0]));
      cursor.y = Math.min(1, Math.max(0, cursor.y + moves[event.key][1]));
      said.textContent = `${Math.round(cursor.x * 100)} % from the left, ${Math.round(cursor.y * 100)} % from the top`;
    } else if (event.key === ' ') {
      last = null;
      paintAt({ ...cursor });
      fillMask();
      said.textContent = isErasing ? 'Erased' : 'Painted';
    } else if (event.key === '+' || event.key === '-') {
      brush.value = Number(brush.value) + (event.key === '+' ? 2 : -2);
    } else {
      return;
    }
    event.preventDefault();
  }

  // White on black, which is what the grid reads; an empty file when nothing is painted.
  function fillMask() {
    if (!isPainted) {
      maskFile.value = '';
      return;
    }
    const plain = new OffscreenCanvas(mask.width, mask.height);
    const context = plain.getContext('2d');
    context.fillRect(0, 0, plain.width, plain.height);
    context.drawImage(mask, 0, 0);
    fill(maskFile, plain);
  }

  function fill(input, canvas) {
    form.dataset.filling = 'yes';
    const mine = filling = filling.then(async () => {
      const blob = canvas.convertToBlob ? await canvas.convertToBlob({ type: 'image/png' }) : await new Promise(done => canvas.toBlob(done, 'image/png'));
      const files = new DataTransfer();
      files.items.add(new File([blob], 'picture.png', { type: 'image/png' }));
      input.files = files.files; // by a script, so no change is told
    }).finally(() => filling === mine && delete form.dataset.filling); // not while another is to be filled
  }
}
