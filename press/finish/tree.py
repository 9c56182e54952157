"""A page as one parsed tree (HTML 5), and what several passes over it share."""

from selectolax.lexbor import LexborHTMLParser as Tree
from selectolax.lexbor import LexborNode as Node

__all__ = ["Node", "Tree", "element", "first_words", "wrap"]


def element(tree: Tree, tag: str, **attributes: str | None) -> Node:
    """A new element; class_ is its class, data_id its data-id, None no value."""
    node = tree.create_node(tag)
    for name, value in attributes.items():
        node.attrs[name.rstrip("_").replace("_", "-")] = value
    return node


def wrap(node: Node, around: Node) -> Node:
    """Put a new element in the place of a node, and the node into it."""
    node.insert_before(around)
    placed = node.prev
    placed.insert_child(node, move=True)
    return placed


def first_words(node: Node, text: str) -> None:
    """Give a node its text, before what it holds."""
    if node.child:
        node.first_child.insert_before(text)
    else:
        node.insert_child(text)
