"""[[ description ]]"""
