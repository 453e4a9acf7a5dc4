// The drawing surface of the drawing pad: a canvas on which a soft round pen is moved by mouse, finger, stylus or keys.
// It holds the pixels of the picture itself, so that what one sees is what a network gets, and sends them as text.

const RADIUS = 1.3; // of the pen, in pixels of the picture, to the middle of its soft edge; as wide as MNIST's strokes
const WAIT = 150; // milliseconds between two messages while the pen moves
const CURSOR = "#E69F00";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function read(text, count) {
  return Float32Array.from({ length: count }, (_, index) => (parseInt(text.substr(2 * index, 2), 16) || 0) / 255);
}

function write(ink) {
  return Array.from(ink, (value) => Math.round(255 * value).toString(16).padStart(2, "0")).join("");
}

// Move the pen in a straight line: each pixel gets ink by its distance from the line, and keeps what it had if that is more.
function draw(ink, size, [x0, y0], [x1, y1]) {
  const dx = x1 - x0, dy = y1 - y0, squared = dx * dx + dy * dy || 1;
  for (let index = 0; index < ink.length; index++) {
    const x = (index % size) + 0.5, y = Math.floor(index / size) + 0.5;
    const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squared));
    const distance = Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
    ink[index] = Math.max(ink[index], Math.min(1, Math.max(0, RADIUS + 0.5 - distance)));
  }
}

function paint(canvas, small, ink, cursor) {
  const size = small.width;
  const side = Math.round(canvas.clientWidth * (window.devicePixelRatio || 1)) || size;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const image = new ImageData(size, size);
  ink.forEach((value, index) => image.data.set([255 * value, 255 * value, 255 * value, 255], 4 * index));
  small.getContext("2d").putImageData(image, 0, 0);
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, side, side);
  if (!cursor) return;
  const cell = side / size, margin = cursor.down ? 0.5 : 0;
  context.strokeStyle = CURSOR;
  context.lineWidth = Math.max(2, cell / 4);
  context.strokeRect((cursor.x - margin) * cell, (cursor.y - margin) * cell, (1 + 2 * margin) * cell, (1 + 2 * margin) * cell);
}

function render({ model, el }) {
  const size = model.get("size"), count = size * size;
  let ink = read(model.get("pixels"), count);
  let last = null; // where the pen is on the canvas, while it is down by mouse, finger or stylus
  let sent = model.get("pixels"), timer = null;
  const keys = { x: size >> 1, y: size >> 1, down: false, used: false };

  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", `Drawing pad, ${size} by ${size} pixels. Arrow keys move the pen, space or Enter ` +
    "lowers and lifts it, Delete or Backspace clears. A text grid and a picture file do the same.");
  const small = document.createElement("canvas"); // the picture at its own size, never shown itself
  small.width = small.height = size;
  const state = document.createElement("p");
  state.setAttribute("aria-live", "polite");
  const guide = "Draw with mouse, finger or pen. Keys: arrows move, space draws or lifts, Delete clears.";
  state.textContent = guide;
  el.classList.add("course-pad");
  el.append(canvas, state);

  const show = () => paint(canvas, small, ink, keys.used && document.activeElement === canvas ? keys : null);
  const tell = () => {
    const drawn = ink.reduce((sum, value) => sum + (Math.round(255 * value) > 0), 0);
    state.textContent = keys.used ? `Pen ${keys.down ? "down" : "up"} at row ${keys.y + 1}, column ${keys.x + 1}; ` +
      `${drawn} of ${count} pixels drawn.` : guide;
  };
  const send = () => {
    clearTimeout(timer);
    timer = null;
    const pixels = write(ink);
    if (pixels === sent) return;
    sent = pixels;
    model.set("pixels", pixels);
    model.save_changes();
  };
  const change = () => {
    show();
    if (timer === null) timer = setTimeout(send, WAIT);
  };
  const place = (event) => {
    const box = canvas.getBoundingClientRect(), frame = canvas.clientLeft;
    return [event.clientX - box.left - frame, event.clientY - box.top - frame].map((at) => (at * size) / canvas.clientWidth);
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || last) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    keys.used = keys.down = false;
    canvas.focus({ preventScroll: true });
    last = place(event);
    draw(ink, size, last, last);
    tell();
    change();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last || !canvas.hasPointerCapture(event.pointerId)) return;
    const passed = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const step of passed.length ? passed : [event]) {
      const next = place(step);
      draw(ink, size, last, next);
      last = next;
    }
    change();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      last = null;
      send();
    });
  }

  const centre = () => [keys.x + 0.5, keys.y + 0.5];
  const press = (key) => {
    const from = centre();
    if (key in STEPS) {
      keys.x = Math.min(size - 1, Math.max(0, keys.x + STEPS[key][0]));
      keys.y = Math.min(size - 1, Math.max(0, keys.y + STEPS[key][1]));
    } else if (key === " " || key === "Enter") {
      keys.down = !keys.down;
    } else if (key === "Delete" || key === "Backspace") {
      ink.fill(0);
      keys.down = false;
      return;
    }
    if (keys.down) draw(ink, size, from, centre());
  };
  canvas.addEventListener("keydown", (event) => {
    const known = event.key in STEPS || [" ", "Enter", "Delete", "Backspace"].includes(event.key);
    if (!known || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation(); // the page around the pad has commands on these keys
    keys.used = true;
    press(event.key);
    tell();
    change();
  });
  canvas.addEventListener("focus", () => {
    keys.used = !last && canvas.matches(":focus-visible");
    if (keys.used) tell();
    show();
  });
  canvas.addEventListener("blur", () => {
    keys.down = false;
    tell();
    show();
  });

  const follow = () => {
    const pixels = model.get("pixels");
    if (pixels === sent || last) return; // our own news; or a pen is moving, and what it draws will be sent
    sent = pixels;
    ink = read(pixels, count);
    tell();
    show();
  };
  model.on("change:pixels", follow);
  const watcher = new ResizeObserver(show); // the canvas has no size yet, and may be shown on another screen later
  watcher.observe(canvas);
  return () => {
    send();
    watcher.disconnect();
    model.off("change:pixels", follow);
  };
}

export default { render };
