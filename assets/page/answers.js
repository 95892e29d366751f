// What the page's connection hears: Flet's messages, which go on to Flet's client, and the answers to what `line.js` asked.
// After a break it is told how much of its own was taken and is sent what it did not get; else the page comes as a whole.
(function () {
  'use strict';
  var Line = window.LanternLine, packing = window.lanternPacking, layer = window.lanternLayer;
  var REGISTER = 1, PATCH = 2, BESIDE = 2, DEFLATED = 3, PAGE = 1;
  var HOLD_MS = 1000;     // how long the client may be kept waiting for its first view

  Line.prototype._message = function (data) {
    this._heard = Date.now();
    this._isDoubted = false;
    if (this._waiting) { this._waiting.push(data); return; }
    if (typeof data === 'string') { this._beside(JSON.parse(data)); return; }
    var frame = new Uint8Array(data), isPage = frame[0] === 0 && frame[2] === REGISTER;
    if (frame[0] === DEFLATED) { this._inflate(frame.subarray(1)); return; }
    if (frame[0] === BESIDE) { this._inOrder(JSON.parse(new TextDecoder().decode(frame.subarray(1)))); return; }
    if (isPage) { this._page(data, packing.unpack(frame.subarray(1))[1]); return; }
    if (this._stage === 'again' || this._stage === 'said') { return; } // it comes again, or is in the page that comes
    this._had += 1;
    this._pass(data);
  };

  // What comes meanwhile waits for it.
  Line.prototype._inflate = function (deflated) {
    var self = this, raw = this._raw, waiting = this._waiting = [];
    var stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate'));
    new Response(stream).arrayBuffer().then(function (data) {
      if (raw !== self._raw) { return; }
      self._waiting = null;
      [data].concat(waiting).forEach(function (one) { self._message(one); });
    }, function () { self._broke(raw); });
  };

  Line.prototype._page = function (data, body) {
    if (this._stage === 'first' || body.error) {
      this._session = body.session_id;
      this._had = 0;
      if (!body.error) { this._hold(); }
      this._pass(data);
      this._isOpen();
    } else if (body.session_id === this._session && this._ticket) {
      this._raw.send('{"again":' + this._had + '}');
    } else { // the server began anew, or waited too long
      var texts = this._unsent.texts();
      this._unsent.clear();
      this.readyState = 3;
      this._raw.onclose = null;
      this._raw.close();
      if (texts.length) { layer.lost(texts, reload); } else { reload(); }
    }
  };

  function reload() { location.reload(); }

  // How much of ours was taken; whether what we did not get follows, or the page can only come as a whole.
  Line.prototype._again = function (news) {
    this._sent = news.taken;
    this._unsent.taken(news.taken);
    this._unsent.broke();
    if (news.again) {
      this._stage = 'resumed';
      this._say();
      this._ask();
    } else {
      this._unsent.onlyWords();
      this._sayAgain();
    }
  };

  Line.prototype._say = function () {
    var self = this;
    this._unsent.again(function (frame) { self._out(frame); return self._sent; });
    this._saidUpTo = this._sent;
  };

  // The words first, and then the page as it is with them: a page without them would put the old words into the field.
  Line.prototype._sayAgain = function () {
    this._stage = 'said';
    this._say();
    this._raw.send('{"page":' + (1 + this._marks % 3) + '}'); // never as many as the time before
  };

  Line.prototype._said = function (untaken) {
    var lost = untaken ? this._unsent.texts(untaken) : [];
    this._unsent.taken(this._saidUpTo);
    if (lost.length) { layer.lost(lost); }
  };

  Line.prototype._inOrder = function (news) {
    if ('again' in news) {
      this._again(news);
    } else if (news.untaken) {
      this._said(news.untaken);
      this._stage = 'shown';
      this._had = 0;
      this._marks = 1 + this._marks % 3;
    } else if (this._unsent.isEmpty) {
      this._isOpen();
    } else {
      this._sayAgain();
    }
  };

  Line.prototype._isOpen = function () {
    this._stage = 'open';
    this._isThrough = true;
    this._say(); // what came up meanwhile
    this._tries = 0;
    clearTimeout(this._telling);
    this._telling = null;
    layer.hide();
    this._ask();
  };

  Line.prototype._beside = function (news) {
    if (news.says) { layer.says(news.says); }
    if (news.ticket) { this._ticket = news.ticket; }
    this._asked = null;
    if (this._stage === 'resumed') {
      this._said(news.untaken);
      this._isOpen();
    } else if (this._isThrough) {
      this._unsent.taken(news.taken);
      if (!this._unsent.isEmpty) { this._ask(); } else if (this._unsent.hasArrived) { this._tookAt = new Date(); }
      if (layer.isShown && this._stage === 'open') { clearTimeout(this._telling); this._telling = null; layer.hide(); }
    }
  };

  // That there is a page, and its first view, are handed over together: else the client would draw an empty page before.
  Line.prototype._hold = function () {
    var self = this;
    this._held = this._held || [];
    setTimeout(function () { self._release(); }, HOLD_MS);
  };

  Line.prototype._release = function () {
    var held = this._held || [], self = this;
    this._held = null;
    held.forEach(function (data) { self._pass(data); });
  };

  Line.prototype._pass = function (data) {
    if (!this._held) { this.dispatchEvent(new MessageEvent('message', { data: data })); return; }
    this._held.push(data);
    if (isView(data)) { this._release(); }
  };

  function isView(data) {
    try {
      var message = packing.unpack(new Uint8Array(data).subarray(1));
      return message[0] === PATCH && message[1].id === PAGE;
    } catch (error) { return true; } // nothing is kept waiting for what cannot be read here
  }
})();
