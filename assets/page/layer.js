// What a person sees while the page has no connection: that it is gone, whom to call, and which words are not sent.
// It stands where it hides least: below, smaller while somebody writes, above where the field itself is below. All of its
// words and numbers come from the server (`lanternSays`); without them there is nothing it could say.
(function () {
  'use strict';
  var parts = window.lanternSheet;
  var MOST_MS = 0x7fffffff;
  var says = null, sheet = null, isSmall = false, lost = null, then = null, due = null;
  var state = { tail: '', isKept: false, at: null, isTapped: false };

  var layer = {
    isShown: false,
    onNow: function () {},
    isWriting: function () { return field() !== null; },
    says: function (words) { says = words; if (layer.isShown) { draw(); } },
    show: function (unsent, at) {
      if (!says || layer.isShown) { return; }
      keep(unsent);
      state.at = at;
      state.isTapped = false;
      layer.isShown = true;
      isSmall = layer.isWriting();
      draw();
    },
    kept: function (unsent) {
      keep(unsent);
      if (sheet && !lost) { parts.tell(sheet, says, state); place(); }
    },
    // Somebody tapped, and nothing came of it.
    tapped: function () {
      if (!sheet || lost) { return; }
      isSmall = false;
      state.isTapped = true;
      draw();
    },
    lost: function (texts, next) {
      lost = (lost || []).concat(texts);
      then = next || then;
      layer.isShown = true;
      isSmall = false;
      draw();
    },
    hide: function () {
      if (lost) { return; }
      layer.isShown = false;
      state.tail = '';
      if (sheet) { sheet.remove(); sheet = null; }
    }
  };
  window.lanternLayer = layer;

  function keep(unsent) {
    state.tail = unsent.tail();
    state.isKept = !unsent.isEmpty;
  }

  function draw() {
    if (!says) { return; }
    var hadFocus = sheet && sheet.contains(document.activeElement);
    if (sheet) { sheet.remove(); }
    if (lost) {
      sheet = parts.lost(says, lost, { close: closeLost });
    } else {
      sheet = parts.broken(says, isSmall, {
        fold: function () { isSmall = !isSmall; draw(); },
        now: function () { layer.onNow(); }
      });
      parts.tell(sheet, says, state);
    }
    // Flutter would take every key and every tap for itself.
    ['keydown', 'keyup', 'pointerdown', 'pointerup', 'wheel', 'touchstart'].forEach(function (name) {
      sheet.addEventListener(name, function (event) { event.stopPropagation(); });
    });
    document.body.appendChild(sheet);
    place();
    if (hadFocus) { sheet.querySelector('button').focus(); }
    clearTimeout(due);
    var ends = says.clinic.map(function (one) { return one.until; }).filter(function (until) { return until > Date.now(); });
    if (ends.length) { due = setTimeout(function () { if (sheet) { draw(); } }, Math.min(Math.min.apply(null, ends) - Date.now() + 50, MOST_MS)); }
  }

  function closeLost() {
    lost = null;
    layer.isShown = false;
    sheet.remove();
    sheet = null;
    if (then) { then(); }
  }

  function field() {
    var one = document.activeElement;
    while (one && one.shadowRoot && one.shadowRoot.activeElement) { one = one.shadowRoot.activeElement; }
    return one && /^(INPUT|TEXTAREA)$/.test(one.tagName) && !(sheet && sheet.contains(one)) ? one : null;
  }

  // Where it does not stand on the field, nor behind the keyboard.
  function place() {
    if (!sheet) { return; }
    var seen = window.visualViewport;
    var hidden = seen ? Math.max(0, window.innerHeight - seen.height - seen.offsetTop) : 0;
    sheet.classList.remove('above');
    sheet.style.bottom = hidden + 'px';
    sheet.style.top = '';
    var one = field();
    var box = one && one.getBoundingClientRect();
    if (isSmall && box && box.height && box.bottom > sheet.getBoundingClientRect().top) {
      sheet.classList.add('above');
      sheet.style.bottom = 'auto';
      sheet.style.top = (seen ? seen.offsetTop : 0) + 'px';
    }
  }

  window.addEventListener('resize', place);
  if (window.visualViewport) {
    window.visualViewport.addEventListener('resize', place);
    window.visualViewport.addEventListener('scroll', place);
  }
  document.addEventListener('focusin', function () {
    if (layer.isShown && !lost && layer.isWriting() && !isSmall) { isSmall = true; draw(); }
  });
})();
