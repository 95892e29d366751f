"""The entry `flet run` and `flet build` need; the command line is `mobile.cli`."""

import flet as ft

from mobile.app import on_this_device

if __name__ == "__main__":
    ft.run(on_this_device(), assets_dir="assets")
