// MessagePack, as much of it as Flet's messages need: what the page sends is read here to know which words are on their
// way. Unknown extensions are stepped over. Numbers of 64 bits become doubles.
(function () {
  'use strict';
  var utf8 = new TextDecoder(), toUtf8 = new TextEncoder();

  function unpack(bytes) {
    var view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at = 0;
    function size(width) {
      var found = width === 1 ? view.getUint8(at) : width === 2 ? view.getUint16(at) : view.getUint32(at);
      at += width;
      return found;
    }
    function text(length) { at += length; return utf8.decode(bytes.subarray(at - length, at)); }
    function raw(length) { at += length; return bytes.slice(at - length, at); }
    function list(length) {
      var found = [];
      for (var i = 0; i < length; i++) { found.push(value()); }
      return found;
    }
    function map(length) {
      var found = {};
      for (var i = 0; i < length; i++) { var name = value(); found[name] = value(); }
      return found;
    }
    function number(read, width) { var found = view[read](at); at += width; return Number(found); }
    function value() {
      var kind = view.getUint8(at++);
      if (kind < 0x80) { return kind; }
      if (kind < 0x90) { return map(kind & 15); }
      if (kind < 0xa0) { return list(kind & 15); }
      if (kind < 0xc0) { return text(kind & 31); }
      if (kind >= 0xe0) { return kind - 256; }
      switch (kind) {
        case 0xc2: return false;
        case 0xc3: return true;
        case 0xc4: case 0xc5: case 0xc6: return raw(size(1 << (kind - 0xc4)));
        case 0xc7: case 0xc8: case 0xc9: var length = size(1 << (kind - 0xc7)); at += 1; return raw(length);
        case 0xca: return number('getFloat32', 4);
        case 0xcb: return number('getFloat64', 8);
        case 0xcc: case 0xcd: case 0xce: return size(1 << (kind - 0xcc));
        case 0xcf: return number('getBigUint64', 8);
        case 0xd0: return number('getInt8', 1);
        case 0xd1: return number('getInt16', 2);
        case 0xd2: return number('getInt32', 4);
        case 0xd3: return number('getBigInt64', 8);
        case 0xd4: case 0xd5: case 0xd6: case 0xd7: case 0xd8: at += 1; return raw(1 << (kind - 0xd4));
        case 0xd9: case 0xda: case 0xdb: return text(size(1 << (kind - 0xd9)));
        case 0xdc: case 0xdd: return list(size(kind === 0xdc ? 2 : 4));
        case 0xde: case 0xdf: return map(size(kind === 0xde ? 2 : 4));
        default: return null;
      }
    }
    return value();
  }

  function pack(what) {
    var out = [];
    function big(count, width) { for (var i = width - 1; i >= 0; i--) { out.push((count / Math.pow(256, i)) & 255); } }
    function head(count, few, most, kinds) {
      if (few !== null && count <= most) { out.push(few | count); return; }
      var i = kinds.length === 3 && count < 256 ? 0 : count < 65536 ? kinds.length - 2 : kinds.length - 1;
      out.push(kinds[i]);
      big(count, kinds.length === 3 ? 1 << i : 2 << i);
    }
    function put(one) {
      if (one === null || one === undefined) { out.push(0xc0); }
      else if (typeof one === 'boolean') { out.push(one ? 0xc3 : 0xc2); }
      else if (typeof one === 'number' && Number.isInteger(one) && one >= 0 && one < 4294967296) {
        if (one < 128) { out.push(one); } else { out.push(0xce); big(one, 4); }
      } else if (typeof one === 'number') {
        var eight = new DataView(new ArrayBuffer(8));
        eight.setFloat64(0, one);
        out.push(0xcb);
        for (var i = 0; i < 8; i++) { out.push(eight.getUint8(i)); }
      } else if (typeof one === 'string') {
        var bytes = toUtf8.encode(one);
        head(bytes.length, 0xa0, 31, [0xd9, 0xda, 0xdb]);
        bytes.forEach(function (byte) { out.push(byte); });
      } else if (Array.isArray(one)) {
        head(one.length, 0x90, 15, [0xdc, 0xdd]);
        one.forEach(put);
      } else {
        var names = Object.keys(one);
        head(names.length, 0x80, 15, [0xde, 0xdf]);
        names.forEach(function (name) { put(name); put(one[name]); });
      }
    }
    put(what);
    return new Uint8Array(out);
  }

  window.lanternPacking = { unpack: unpack, pack: pack };
})();
