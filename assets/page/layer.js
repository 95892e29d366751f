// What a person sees while the page has no connection: that it is gone, which words are not sent, and whom to call.
// It stands where it hides least: below, smaller while somebody writes, above where the field itself is below. All of its
// words and numbers come from the server (`lanternSays`); without them there is nothing it could say.
(function () {
  'use strict';
  var TAIL = 160; // letters of what was typed last
  var says = null, sheet = null, parts = {}, isSmall = false, state = { texts: [], at: null, lost: null };

  var layer = {
    isShown: false,
    onNow: function () {},
    says: function (words) { says = words; if (layer.isShown) { draw(); } },
    show: function (texts, at) {
      state.texts = texts;
      state.at = at;
      if (!says || layer.isShown) { return; }
      layer.isShown = true;
      isSmall = isWriting();
      draw();
    },
    kept: function (texts) { state.texts = texts; tellKept(); place(); },
    tapped: function () {
      if (!layer.isShown) { layer.show(state.texts, state.at); }
      if (!sheet) { return; }
      isSmall = false;
      draw();
      parts.stay.textContent = says.tapped;
      parts.stay.className = 'now';
    },
    lost: function (texts, then) {
      state.lost = (state.lost || []).concat(texts);
      state.then = then || state.then;
      layer.isShown = true;
      isSmall = false;
      draw();
    },
    hide: function () {
      if (state.lost) { draw(); return; }
      layer.isShown = false;
      state.texts = [];
      if (sheet) { sheet.remove(); sheet = null; }
    }
  };
  window.lanternLayer = layer;

  function make(name, className, text, into) {
    var one = document.createElement(name);
    if (className) { one.className = className; }
    if (text) { one.textContent = text; }
    if (into) { into.appendChild(one); }
    return one;
  }

  function button(className, text, into, act) {
    var one = make('button', className, text, into);
    one.type = 'button';
    one.addEventListener('click', act);
    return one;
  }

  function draw() {
    if (!says) { return; }
    if (sheet) { sheet.remove(); }
    sheet = make('section', isSmall ? 'small' : '');
    sheet.id = 'not-connected';
    sheet.lang = says.language;
    sheet.setAttribute('role', 'alert');
    ['light', 'dark'].forEach(function (look) {
      Object.keys(says[look]).forEach(function (name) { sheet.style.setProperty('--' + look + '-' + name, says[look][name]); });
    });
    if (state.lost) { drawLost(); } else { drawBreak(); }
    // Flutter would take every key and every tap for itself.
    ['keydown', 'keyup', 'pointerdown', 'pointerup', 'wheel', 'touchstart'].forEach(function (name) {
      sheet.addEventListener(name, function (event) { event.stopPropagation(); });
    });
    document.body.appendChild(sheet);
    place();
  }

  function drawBreak() {
    var head = make('header', '', '', sheet);
    make('h2', '', says.title, head);
    make('span', 'quiet', says.trying, head);
    button('fold', isSmall ? says.larger : says.smaller, head, function () { isSmall = !isSmall; draw(); });
    if (!isSmall) {
      parts.arrived = make('p', '', '', sheet);
      parts.kept = make('p', '', '', sheet);
      parts.words = make('p', 'words', '', sheet);
      parts.words.dir = 'auto';
      parts.stay = make('p', 'quiet', says.stay, sheet);
      button('soft', says.now, sheet, function () { layer.onNow(); });
      make('p', 'label', says.numbers.length ? says.calls : says.nobody, sheet);
    } else {
      parts = {};
    }
    var ways = make('div', 'ways', '', sheet);
    says.numbers.slice(0, isSmall ? 1 : 3).forEach(function (one, i) { way(one, i ? 'line' : 'full', ways); });
    (isSmall && says.numbers.length ? [] : says.clinic).forEach(function (one) { way(one, 'clinic', sheet); });
    tellKept();
  }

  function way(one, className, into) {
    var link = make('a', className, '', into);
    link.href = one.link;
    make('span', '', one.name, link);
    if (className !== 'clinic') { return; }
    make('span', 'number', one.number, link);
    if (one.detail) { make('small', one.is_now ? 'is-now' : '', one.detail, link); }
  }

  function tellKept() {
    if (!parts.kept) { return; }
    var last = state.texts.length ? state.texts[state.texts.length - 1] : '';
    var time = state.at && state.at.toLocaleTimeString(says.language, { hour: 'numeric', minute: '2-digit' });
    parts.arrived.textContent = time ? says.arrived.replace('{time}', time) : '';
    parts.kept.textContent = last ? says.kept : '';
    parts.words.textContent = last.length > TAIL ? '…' + last.slice(-TAIL) : last;
  }

  function drawLost() {
    parts = {};
    make('h2', '', says.lost, sheet);
    make('p', 'quiet', says.lost_text, sheet);
    var words = make('textarea', 'words', '', sheet), copied;
    words.readOnly = true;
    words.dir = 'auto';
    words.value = state.lost.join('\n\n');
    var acts = make('div', 'ways', '', sheet);
    copied = button('full calm', says.copy, acts, function () {
      words.select();
      document.execCommand('copy');
      copied.textContent = says.copied;
    });
    button('line calm', says.close, acts, function () {
      state.lost = null;
      layer.isShown = false;
      sheet.remove();
      sheet = null;
      if (state.then) { state.then(); }
    });
  }

  function field() {
    var one = document.activeElement;
    while (one && one.shadowRoot && one.shadowRoot.activeElement) { one = one.shadowRoot.activeElement; }
    return one && /^(INPUT|TEXTAREA)$/.test(one.tagName) && !(sheet && sheet.contains(one)) ? one : null;
  }

  function isWriting() { return field() !== null; }

  // Where it does not stand on the field, nor behind the keyboard.
  function place() {
    if (!sheet) { return; }
    var seen = window.visualViewport;
    var hidden = seen ? Math.max(0, window.innerHeight - seen.height - seen.offsetTop) : 0;
    sheet.style.bottom = hidden + 'px';
    sheet.style.top = '';
    var one = field();
    var box = one && one.getBoundingClientRect();
    var isOnIt = box && box.height && box.bottom > sheet.getBoundingClientRect().top;
    sheet.classList.toggle('above', Boolean(isOnIt && isSmall));
    if (isOnIt && isSmall) {
      sheet.style.bottom = 'auto';
      sheet.style.top = (seen ? seen.offsetTop : 0) + 'px';
    }
  }

  window.addEventListener('resize', place);
  if (window.visualViewport) { window.visualViewport.addEventListener('resize', place); }
  document.addEventListener('focusin', function () {
    if (layer.isShown && !state.lost && isWriting() && !isSmall) { isSmall = true; draw(); }
  });
})();
