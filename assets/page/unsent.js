// What this page sent and the server has not said that it has: the newest words of each field, and all else in its order.
// Held in memory only, and let go the moment it is taken.
(function () {
  'use strict';
  var EVENT = 3, UPDATE = 4, MOST_BYTES = 1 << 20, MOST_OTHERS = 500;
  var TAPS = { click: 1, tap: 1, change: 1, submit: 1, dismiss: 1, action: 1, long_press: 1 };

  // An entry: `at` the number of its last message, Infinity while it was not sent; `turn` in which order it came up.
  function Unsent() {
    this._fields = new Map(); // number of the field: { at, turn, text, isTyped, update, change }
    this._others = [];        // { at, turn, frame, isTap }
    this._turn = 0;
    this._known = null;       // how much of the last field is there: { id, length, sum }; not its words
  }

  // What a frame the page sends is: "words" (what somebody typed or chose), "tap", or "other".
  Unsent.prototype.kind = function (frame) {
    var message = read(frame), body = message && message[1] || {};
    if (message && message[0] === UPDATE && body.props && 'value' in body.props) { return 'words'; }
    if (!message || message[0] !== EVENT) { return 'other'; }
    if (body.name === 'change' && this._fields.has(body.target)) { return 'words'; }
    return TAPS[body.name] ? 'tap' : 'other';
  };

  // `isTyped`: somebody is writing in a field, so that the value is words a person can read.
  Unsent.prototype.take = function (frame, kind, at, isTyped) {
    this._turn += 1;
    var body = kind === 'words' ? read(frame)[1] : null;
    if (body && body.props) {
      var held = this._fields.get(body.id) || {}, value = body.props.value;
      this._fields.delete(body.id); // the newest last
      this._fields.set(body.id, {
        at: at, turn: this._turn, text: typeof value === 'string' ? value : '', isTyped: isTyped, update: frame, change: held.change
      });
    } else if (body) {
      var field = this._fields.get(body.target);
      field.change = frame;
      field.at = at;
    } else if (frame.length <= MOST_BYTES) {
      this._others.push({ at: at, turn: this._turn, frame: frame, isTap: kind === 'tap' });
      if (this._others.length > MOST_OTHERS) { this._others.shift(); }
    }
  };

  // The server has everything up to message number `at`.
  Unsent.prototype.taken = function (at) {
    var self = this;
    this._fields.forEach(function (field, id) {
      if (field.at > at) { return; }
      self._fields.delete(id);
      if (field.isTyped) { self._known = { id: id, length: field.text.length, sum: sum(field.text) }; }
    });
    this._others = this._others.filter(function (one) { return one.at > at; });
  };

  // Sends whatever was not sent, in its order. `send` returns the number of the message.
  Unsent.prototype.again = function (send) {
    var all = this._others.concat(Array.from(this._fields.values()));
    all.filter(function (one) { return one.at === Infinity; }).sort(function (a, b) { return a.turn - b.turn; })
      .forEach(function (one) {
        one.at = send(one.frame || one.update);
        if (one.change) { one.at = send(one.change); }
      });
  };

  // The connection broke: what was not taken was not sent.
  Unsent.prototype.broke = function () {
    this._others.forEach(function (one) { one.at = Infinity; });
    this._fields.forEach(function (one) { one.at = Infinity; });
  };

  // Whether there was one.
  Unsent.prototype.dropTaps = function () {
    var before = this._others.length;
    this._others = this._others.filter(function (one) { return !one.isTap; });
    return this._others.length < before;
  };

  Unsent.prototype.onlyWords = function () { this._others = []; };

  // As a person reads it, the last field last. `ids`: of these fields alone.
  Unsent.prototype.texts = function (ids) {
    var found = [];
    this._fields.forEach(function (field, id) {
      if (field.isTyped && field.text && (!ids || ids.indexOf(id) >= 0)) { found.push(field.text); }
    });
    return found;
  };

  // Of what was typed last: the words that are not there.
  Unsent.prototype.tail = function () {
    var last = null, known = this._known;
    this._fields.forEach(function (field, id) { if (field.isTyped) { last = { id: id, text: field.text }; } });
    if (!last) { return ''; }
    var goesOn = known && known.id === last.id && sum(last.text.slice(0, known.length)) === known.sum;
    return goesOn ? last.text.slice(last.text.lastIndexOf(' ', known.length - 1) + 1).trim() : last.text;
  };

  Object.defineProperty(Unsent.prototype, 'hasArrived', { get: function () { return this._known !== null; } });
  Unsent.prototype.clear = function () { this._fields.clear(); this._others = []; };
  Object.defineProperty(Unsent.prototype, 'isEmpty', { get: function () { return this._fields.size === 0; } });

  function sum(text) {
    var found = 0;
    for (var i = 0; i < text.length; i++) { found = (found * 31 + text.charCodeAt(i)) | 0; }
    return found;
  }

  function read(frame) {
    if (frame.length > MOST_BYTES || frame[0] !== 0) { return null; }
    try { return window.lanternPacking.unpack(frame.subarray(1)); } catch (unreadable) { return null; }
  }

  window.LanternUnsent = Unsent;
})();
