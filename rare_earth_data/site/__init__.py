"""Static pages to look at the data: figures that compete, events in order, articles with every reading marked.

Built from a data package alone; they work from a folder, without a server and without a network.
"""
