"""`flask programme verify`: what anybody may hold the programme to, reckoned again."""

import click

from core import chain
from programme.cli import group

_WHY = {
    "changed": "đã bị sửa sau khi ghi",
    "moved": "không nối tiếp việc ghi trước nó",
    "unlinked": "không nằm trong chuỗi",
}


@group.command("verify")
@click.option("--dau", "noted", default="", help="Dấu cuối chuỗi đã chép lại lần trước.")
def verify(noted: str) -> None:
    """Kiểm nhật ký: từng việc ghi có nguyên vẹn và nối tiếp nhau không. Mã thoát 1 khi có chỗ sai."""
    faults = 0
    for fault in chain.faults():
        faults += 1
        click.echo(f"Việc ghi số {fault.entry_id} {_WHY[fault.why]}.")
    head = chain.head()
    click.echo(f"Nhật ký: {head.count} việc ghi, dấu cuối {head.digest}.")
    if noted and not chain.holds(noted):
        faults += 1
        click.echo("Dấu đã chép lại không còn trong chuỗi: nhật ký đã bị thay từ đầu hoặc cắt bớt.")
    if faults:
        raise click.ClickException(f"{faults} chỗ không khớp.")
    click.echo("Khớp.")
